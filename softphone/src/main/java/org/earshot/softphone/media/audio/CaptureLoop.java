package org.earshot.softphone.media.audio;

import java.util.Arrays;

/// The capture thread: reads the source, has the echo taken out, gives each session the frame.
final class CaptureLoop extends FrameLoop<AudioSource> {
    private static final int FRAMES_A_LOOK = 50;

    private final FrameClock clock;
    private final AudioEngine.Controls controls;
    private final short[] frame = new short[AudioFrame.SAMPLES];
    private boolean restartWhenOpen;
    private long frames;

    CaptureLoop(
            AudioBackend backend, AudioSpec spec, FrameClock clock, AudioEngine.Controls controls) {
        super("audio-capture", spec, clock, new Sources(backend));
        this.clock = clock;
        this.controls = controls;
    }

    /// Microphones and what takes their place.
    private record Sources(AudioBackend backend) implements Devices<AudioSource> {
        @Override
        public AudioSource open(AudioSpec wanted) throws AudioException {
            return backend.openSource(wanted);
        }

        @Override
        public void tryOut(AudioSource opened) throws AudioException {
            opened.read(new short[AudioFrame.SAMPLES]);
        }

        @Override
        public void close(AudioSource opened) {
            opened.close();
        }

        @Override
        public boolean isListed(String name) {
            return backend.devices().stream().anyMatch(each -> each.name().equals(name));
        }
    }

    @Override
    public void begins(AudioSource opened) {
        controls.processor().reset();
        if (restartWhenOpen) {
            restartWhenOpen = false;
            opened.restart();
        }
    }

    @Override
    public AudioSource standIn() {
        return PacedSource.silence(clock);
    }

    @Override
    void frame(AudioSource opened, AudioSession[] joined) throws AudioException {
        opened.read(frame);
        long now = clock.nanoTime();
        controls.activity().captured(frame);
        if (++frames % FRAMES_A_LOOK == 0) {
            controls.activity().sourceMuted(opened.isMuted());
        }
        controls.processor().capture(frame, opened.delayNanos() + controls.sinkDelayNanos());
        if (controls.muted()) {
            Arrays.fill(frame, (short) 0);
        }
        controls.tap().captured(frame, now);
        for (AudioSession session : joined) {
            try {
                session.captured(frame, now);
            } catch (RuntimeException e) {
                broken(session, e);
            }
        }
        controls.overruns(opened.overruns());
    }

    /// The file starts over. When it isn't open yet, because a source is opened with the first frame only, it does so then.
    void restart() {
        opened().ifPresentOrElse(AudioSource::restart, () -> restartWhenOpen = true);
    }

    @Override
    public void failed(AudioException reason) {
        controls.listener().sourceFailed(reason);
    }

    @Override
    public void recovered() {
        controls.listener().sourceRecovered();
    }

    @Override
    public void replaced(AudioException reason) {
        controls.listener().sourceReplaced(reason);
    }
}
