package org.earshot.softphone.media.audio;

/// Where frames come from: a microphone, a WAV file, a tone. One thread at a time: the one that opened it, then the capture thread, then whoever closes it.
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

    /// How long sound of the device waits before [#read] returns it, in nanoseconds; 0 where that isn't known. Any thread.
    default long delayNanos() {
        return 0;
    }

    /// Whether the system, and not we, gives silence in place of what is heard, as its user has muted it. Any thread.
    default boolean isMuted() {
        return false;
    }

    /// Releases the device or file. Safe to call twice.
    @Override
    void close();
}
