package org.earshot.softphone.media.audio;

/// Watches the frames at the very edge of the engine, to measure the path. Same rules as [AudioSession]: called by the capture
/// and the playout thread, must not allocate, lock, log or wait, and must leave the frame as it is.
public interface AudioTap {
    /// @param nanoTime when the last sample of `frame` had been read from the source
    void captured(short[] frame, long nanoTime);

    /// @param frame the mix of all sessions
    /// @param nanoTime when its first sample was given to the sink
    void played(short[] frame, long nanoTime);
}
