package org.earshot.softphone.media.audio;

import java.util.Arrays;

/// The playout thread: asks each session for its frame, mixes them, shows the canceller the sum, writes the sink.
final class PlayoutLoop extends FrameLoop<AudioSink> {
    private final AudioBackend backend;
    private final FrameClock clock;
    private final AudioEngine.Controls controls;
    private final short[] frame = new short[AudioFrame.SAMPLES];
    private final int[] sum = new int[AudioFrame.SAMPLES];

    PlayoutLoop(
            AudioBackend backend, AudioSpec spec, FrameClock clock, AudioEngine.Controls controls) {
        super("audio-playout", spec, clock);
        this.backend = backend;
        this.clock = clock;
        this.controls = controls;
    }

    @Override
    AudioSink open(AudioSpec wanted) throws AudioException {
        AudioSink sink = backend.openSink(wanted);
        controls.processor().reset();
        return sink;
    }

    @Override
    AudioSink standIn() {
        return new NullSink(clock);
    }

    @Override
    void frame(AudioSink opened, AudioSession[] joined) throws AudioException {
        long now = clock.nanoTime();
        if (joined.length == 1) {
            playout(joined[0], now);
        } else {
            Arrays.fill(sum, 0);
            for (AudioSession session : joined) {
                playout(session, now);
                Mixer.add(frame, sum);
            }
            Mixer.saturate(sum, frame);
        }
        controls.activity().played(frame);
        controls.tap().played(frame, now);
        controls.processor().render(frame);
        opened.write(frame);
        controls.sinkDelayNanos(opened.delayNanos());
        controls.underruns(opened.underruns());
    }

    private void playout(AudioSession session, long now) {
        try {
            session.playout(frame, now);
        } catch (RuntimeException e) {
            Arrays.fill(frame, (short) 0);
            broken(session, e);
        }
    }

    @Override
    void close(AudioSink opened) {
        opened.close();
    }

    @Override
    boolean isListed(String device) {
        return backend.devices().stream().anyMatch(each -> each.name().equals(device));
    }

    @Override
    void failed(AudioException reason) {
        controls.listener().sinkFailed(reason);
    }

    @Override
    void recovered() {
        controls.listener().sinkRecovered();
    }

    @Override
    void replaced(AudioException reason) {
        controls.listener().sinkReplaced(reason);
    }
}
