package org.earshot.softphone.media.audio;

import java.util.Arrays;

/// The playout thread: asks each session for its frame, mixes them, shows the canceller the sum, writes the sink.
final class PlayoutLoop extends FrameLoop<AudioSink> {
    private final FrameClock clock;
    private final AudioEngine.Controls controls;
    private final short[] frame = new short[AudioFrame.SAMPLES];
    private final int[] sum = new int[AudioFrame.SAMPLES];

    PlayoutLoop(
            AudioBackend backend, AudioSpec spec, FrameClock clock, AudioEngine.Controls controls) {
        super("audio-playout", spec, clock, new Sinks(backend));
        this.clock = clock;
        this.controls = controls;
    }

    /// Loudspeakers and what takes their place.
    private record Sinks(AudioBackend backend) implements Devices<AudioSink> {
        @Override
        public AudioSink open(AudioSpec wanted) throws AudioException {
            return backend.openSink(wanted);
        }

        @Override
        public void tryOut(AudioSink opened) throws AudioException {
            opened.write(new short[AudioFrame.SAMPLES]);
        }

        @Override
        public void close(AudioSink opened) {
            opened.close();
        }

        @Override
        public boolean isListed(String name) {
            return backend.devices().stream().anyMatch(each -> each.name().equals(name));
        }
    }

    @Override
    public void begins(AudioSink opened) {
        controls.processor().reset();
    }

    @Override
    public AudioSink standIn() {
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
    public void failed(AudioException reason) {
        controls.listener().sinkFailed(reason);
    }

    @Override
    public void recovered() {
        controls.listener().sinkRecovered();
    }

    @Override
    public void replaced(AudioException reason) {
        controls.listener().sinkReplaced(reason);
    }
}
