package org.earshot.softphone.media.processing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which [VoiceProcessor] there is: WebRTC's where its native library can be loaded, else our own.
public final class VoiceProcessors {
    private static final Logger log = LoggerFactory.getLogger(VoiceProcessors.class);

    private VoiceProcessors() {}

    /// The best that this machine has; says in the log which that is. The first one takes some tenths of a second.
    public static VoiceProcessor best(VoiceSettings settings) {
        if (settings.isOff()) {
            return VoiceProcessor.NONE;
        }
        try {
            VoiceProcessor found = webRtc(settings);
            log.info("echo, noise and level: by WebRTC's audio processing");
            return found;
        } catch (LinkageError | RuntimeException e) {
            log.info(
                    "echo, noise and level: by the phone's own processing, as WebRTC's can't be loaded: {}",
                    e.getMessage());
            return own(settings);
        }
    }

    /// Our own, in Java.
    public static VoiceProcessor own(VoiceSettings settings) {
        return new OwnVoiceProcessor(settings);
    }

    /// WebRTC's.
    ///
    /// @throws LinkageError when the library isn't there, or lacks one of the system's (libpulse, X11)
    /// @throws RuntimeException when it can't be unpacked
    public static VoiceProcessor webRtc(VoiceSettings settings) {
        return new WebRtcVoiceProcessor(settings);
    }
}
