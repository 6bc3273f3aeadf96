package org.earshot.softphone.media.audio;

/// A call, as the [AudioEngine] sees it: takes what the microphone heard, gives what the loudspeaker shall play.
///
/// The two methods are called by two threads, each always by the same one between `join` and `leave`; neither may allocate,
/// lock, log, wait, or throw.
public interface AudioSession {
    /// Called every 10 ms by the capture thread.
    ///
    /// @param frame [AudioFrame#SAMPLES] samples, to be read before this returns
    /// @param nanoTime [System#nanoTime] when the last sample of the frame had been read from the source
    void captured(short[] frame, long nanoTime);

    /// Called every 10 ms by the playout thread.
    ///
    /// @param frame to be filled with [AudioFrame#SAMPLES] samples; its content before is undefined
    /// @param nanoTime [System#nanoTime] now, right before the frame is given to the sink
    void playout(short[] frame, long nanoTime);
}
