package org.earshot.softphone.media.audio;

/// Where frames come from: a microphone, a WAV file, a tone. Confined to the capture thread once it is open.
public interface AudioSource extends AutoCloseable {
    /// Fills `frame` (exactly [AudioFrame#SAMPLES] samples) and returns when the last of them has been captured: the source
    /// sets the pace of the capture thread. Doesn't allocate.
    ///
    /// @throws AudioException when the device failed; the source must then be closed and may be opened anew
    void read(short[] frame) throws AudioException;

    /// Begins again from the start, where there is one: a file plays from its first sample with the next frame. Before the
    /// first `restart` a file gives silence, so that nothing of it is lost before the call is established.
    default void restart() {}

    /// How often the source could not deliver in time or had to drop samples, since it was opened.
    default long overruns() {
        return 0;
    }

    /// How long sound waits in the device, in nanoseconds; 0 where unknown. Doesn't allocate.
    default long delayNanos() {
        return 0;
    }

    /// Releases the device or file. Safe to call twice.
    @Override
    void close();
}
