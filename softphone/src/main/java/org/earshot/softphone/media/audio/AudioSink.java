package org.earshot.softphone.media.audio;

/// Where frames go: a loudspeaker, a WAV file, nowhere. One thread at a time: the one that opened it, then the playout thread, then whoever closes it.
public interface AudioSink extends AutoCloseable {
    /// Takes `frame` (exactly [AudioFrame#SAMPLES] samples; read before this returns) at once, then waits until the next one is
    /// wanted: the sink sets the pace of the playout thread. Doesn't allocate.
    ///
    /// @throws AudioException when the device failed; the sink must then be closed and may be opened anew
    void write(short[] frame) throws AudioException;

    /// How often the sink ran dry, or could not take a frame, since it was opened.
    default long underruns() {
        return 0;
    }

    /// How long it takes from [#write] until a sample leaves the device, in nanoseconds; 0 where that isn't known. Any thread.
    default long delayNanos() {
        return 0;
    }

    /// Plays or writes what is waiting (at most about a second), then releases the device or file. Safe to call twice.
    @Override
    void close();
}
