package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.earshot.softphone.media.audio.AudioBackend;
import org.earshot.softphone.media.audio.AudioDevice;
import org.earshot.softphone.media.audio.AudioEngine;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSink;
import org.earshot.softphone.media.audio.AudioSource;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.ua.EndTone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// On the loudspeaker of the calls, which takes a frame whenever the test has taken the one before.
class EndTonesTest {
    private static final int SECONDS = 10;

    private final Loudspeaker loudspeaker = new Loudspeaker();
    private final AudioEngine engine =
            new AudioEngine(loudspeaker, new AudioSpec.Silence(), new AudioSpec.Null());
    private final EndTones tones = EndTones.of(engine);

    @AfterEach
    void close() {
        loudspeaker.open = false;
        engine.close();
    }

    /// Keeps what it plays.
    private static final class Loudspeaker implements AudioBackend {
        private final BlockingQueue<Integer> loudest = new LinkedBlockingQueue<>(4);
        private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        private final AtomicInteger microphones = new AtomicInteger();
        private volatile boolean open = true;

        @Override
        public AudioSource openSource(AudioSpec spec) {
            microphones.incrementAndGet();
            return new AudioSource() {
                @Override
                public void read(short[] frame) {
                    Arrays.fill(frame, (short) 0);
                    LockSupport.parkNanos(1_000_000);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public AudioSink openSink(AudioSpec spec) {
            return new AudioSink() {
                @Override
                public void write(short[] frame) {
                    take(frame);
                }

                @Override
                public void close() {
                    closed.add("closed");
                }
            };
        }

        private void take(short[] frame) {
            int most = 0;
            for (int i = 0; i < AudioFrame.SAMPLES; i++) {
                most = Math.max(most, Math.abs(frame[i]));
            }
            try {
                while (open && !loudest.offer(most, 10, TimeUnit.MILLISECONDS)) {
                    Thread.onSpinWait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public List<AudioDevice> devices() {
            return List.of();
        }
    }

    private boolean isLoud() throws InterruptedException {
        Integer most = loudspeaker.loudest.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(most).as("a frame").isNotNull();
        return most > 3_000;
    }

    @Test
    void whoIsCalledInVainIsHeardToBeBusyForFiveSecondsAndThenTheDeviceIsClosed() throws Exception {
        tones.play(EndTone.BUSY);
        for (int frame = 0; frame < 500; frame++) {
            assertThat(isLoud()).as("frame " + frame).isEqualTo(frame % 96 < 48);
        }
        String closed = loudspeaker.closed.poll();
        for (int wait = 0; closed == null && wait < 10_000; wait++) {
            loudspeaker.loudest.clear();
            closed = loudspeaker.closed.poll(1, TimeUnit.MILLISECONDS);
        }
        assertThat(closed).isEqualTo("closed");
        // whose light would be on for a call that is over
        assertThat(loudspeaker.microphones).hasValue(0);
    }

    @Test
    void anotherCallEndsIt() throws Exception {
        tones.play(EndTone.CONGESTION);
        assertThat(isLoud()).isTrue();
        tones.stop();
        tones.stop();
        loudspeaker.open = false;
        assertThat(loudspeaker.closed.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    @Test
    void ofTwoTheLastIsHeard() throws Exception {
        tones.play(EndTone.BUSY);
        tones.play(EndTone.UNOBTAINABLE);
        int loud = 0;
        for (int frame = 0; frame < 199; frame++) {
            loud += isLoud() ? 1 : 0;
        }
        assertThat(loud).isBetween(95, 105);
    }
}
