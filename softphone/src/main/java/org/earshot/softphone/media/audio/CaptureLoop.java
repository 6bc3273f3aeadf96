package org.earshot.softphone.media.audio;

import java.util.Arrays;

/// The capture thread: reads the source, has the echo taken out, gives each session the frame.
final class CaptureLoop extends FrameLoop<AudioSource> {
    private static final int FRAMES_A_LOOK = 50;

    private final AudioBackend backend;
    private final FrameClock clock;
    private final AudioEngine.Controls controls;
    private final short[] frame = new short[AudioFrame.SAMPLES];
    private boolean restartWhenOpen;
    private long frames;

    CaptureLoop(
            AudioBackend backend, AudioSpec spec, FrameClock clock, AudioEngine.Controls controls) {
        super("audio-capture", spec, clock);
        this.backend = backend;
        this.clock = clock;
        this.controls = controls;
    }

    @Override
    AudioSource open(AudioSpec wanted) throws AudioException {
        AudioSource source = backend.openSource(wanted);
        controls.processor().reset();
        if (restartWhenOpen) {
            restartWhenOpen = false;
            source.restart();
        }
        return source;
    }

    @Override
    AudioSource standIn() {
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
        AudioSource source = opened();
        if (source == null) {
            restartWhenOpen = true;
        } else {
            source.restart();
        }
    }

    @Override
    void close(AudioSource opened) {
        opened.close();
    }

    @Override
    boolean isListed(String device) {
        return backend.devices().stream().anyMatch(each -> each.name().equals(device));
    }

    @Override
    void failed(AudioException reason) {
        controls.listener().sourceFailed(reason);
    }

    @Override
    void recovered() {
        controls.listener().sourceRecovered();
    }

    @Override
    void replaced(AudioException reason) {
        controls.listener().sourceReplaced(reason);
    }
}
