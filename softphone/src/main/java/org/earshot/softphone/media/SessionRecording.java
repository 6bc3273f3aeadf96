package org.earshot.softphone.media;

import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.CallRecorder;
import org.earshot.softphone.media.audio.RecordingTone;

/// A session that is recorded: both sides' frames go to the recorder, and both sides hear the tone that tells so.
final class SessionRecording implements AutoCloseable {
    private final CallRecorder recorder;
    private final boolean tone;
    private final RecordingTone there = new RecordingTone();
    private final RecordingTone here = new RecordingTone();
    private final short[] sent = new short[AudioFrame.SAMPLES]; // of the capture thread

    /// @param tone whether everybody hears that the call is recorded
    SessionRecording(CallRecorder recorder, boolean tone) {
        this.recorder = recorder;
        this.tone = tone;
    }

    /// Capture thread.
    ///
    /// @return what is to be sent, good until the next call of this
    short[] spoken(short[] frame) {
        recorder.spoken(frame);
        if (!tone) {
            return frame;
        }
        System.arraycopy(frame, 0, sent, 0, AudioFrame.SAMPLES);
        there.addTo(sent);
        return sent;
    }

    /// Playout thread.
    ///
    /// @param frame to be played; changed
    void heard(short[] frame) {
        recorder.heard(frame);
        if (tone) {
            here.addTo(frame);
        }
    }

    @Override
    public void close() {
        recorder.close();
    }
}
