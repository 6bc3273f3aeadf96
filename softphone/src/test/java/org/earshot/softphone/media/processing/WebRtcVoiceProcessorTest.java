package org.earshot.softphone.media.processing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

/// Where its native library can be loaded.
class WebRtcVoiceProcessorTest extends VoiceProcessorContract {
    @BeforeAll
    static void loads() {
        try {
            VoiceProcessors.webRtc(new VoiceSettings(true, false, false)).close();
        } catch (LinkageError e) {
            assumeTrue(false, "not on this machine: " + e.getMessage());
        }
    }

    @Override
    VoiceProcessor open(VoiceSettings settings) {
        return VoiceProcessors.webRtc(settings);
    }
}
