package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.processing.VoiceProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// With devices that the test drives: a frame passes when the test gives or takes one.
class AudioEngineTest {
    private static final int PATIENCE_SECONDS = 10;

    /// What happened to the devices, in order.
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private final BlockingQueue<Integer> microphone = new SynchronousQueue<>();
    private final BlockingQueue<Integer> loudspeaker = new SynchronousQueue<>();
    private final FakeFrameClock clock = new FakeFrameClock();
    private volatile boolean sourceMissing;

    private static final int UNPLUGGED = -1;
    private static final int BUGGY = 123_456;
    private static final long SOURCE_DELAY = 3;
    private static final long SINK_DELAY = 40;

    private final AudioBackend backend =
            new AudioBackend() {
                @Override
                public AudioSource openSource(AudioSpec spec) throws AudioException {
                    if (sourceMissing) {
                        throw new AudioException("no microphone");
                    }
                    events.add("source open");
                    return new FakeSource();
                }

                @Override
                public AudioSink openSink(AudioSpec spec) {
                    events.add("sink open");
                    return new FakeSink();
                }

                @Override
                public List<AudioDevice> devices() {
                    return List.of();
                }
            };

    private final AudioEngine engine =
            new AudioEngine(
                    backend,
                    new AudioSpec.Tone(),
                    new AudioSpec.Null(),
                    clock,
                    new AudioEngine.Listener() {
                        @Override
                        public void sourceFailed(AudioException reason) {
                            events.add("source failed: " + reason.getMessage());
                        }

                        @Override
                        public void sourceRecovered() {
                            events.add("source recovered");
                        }
                    });

    @AfterEach
    void close() {
        engine.close();
        while (microphone.offer(0) || loudspeaker.poll() != null) {
            // lets the threads go on to their end
        }
    }

    private static <T> T await(T value) {
        assertThat(value).as("in time").isNotNull();
        return value;
    }

    private String event() throws InterruptedException {
        return await(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private void speak(int value) throws InterruptedException {
        assertThat(microphone.offer(value, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private int listen() throws InterruptedException {
        return await(loudspeaker.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void aSessionHearsTheMicrophoneAndIsHeard() throws InterruptedException {
        var session = new FakeSession(7);
        engine.join(session);

        speak(42);

        assertThat(await(session.captured.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))).isEqualTo(42);
        assertThat(listen()).isEqualTo(7);
    }

    @Test
    void severalSessionsAreMixedAndLimited() throws InterruptedException {
        engine.join(new FakeSession(20_000));
        engine.join(new FakeSession(-1_000));
        engine.join(new FakeSession(30_000));

        int heard;
        do {
            heard = listen(); // until all have joined
        } while (heard == 20_000 || heard == 19_000);

        assertThat(heard).isEqualTo(Short.MAX_VALUE);
    }

    @Test
    void withoutASessionTheDevicesAreClosed() throws Exception {
        var session = new FakeSession(1);
        engine.join(session);
        speak(1);
        listen();
        var left = engine.leave(session);
        while (!left.isDone()) { // a thread may wait for one frame more, or for none
            microphone.offer(2, 5, TimeUnit.MILLISECONDS);
            loudspeaker.poll(5, TimeUnit.MILLISECONDS);
        }

        assertThat(List.of(event(), event())).contains("source open", "sink open");
        assertThat(List.of(event(), event())).contains("source closed", "sink closed");
    }

    @Test
    void afterLeavingASessionIsNotCalledAnyMore() throws Exception {
        var session = new FakeSession(1);
        var other = new FakeSession(0);
        engine.join(session);
        engine.join(other);
        speak(1);
        var left = engine.leave(session);
        speak(2);
        listen();
        listen();
        left.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        session.captured.clear();

        speak(3);
        speak(4);

        assertThat(session.captured).isEmpty();
    }

    @Test
    void mutedTheOthersHearSilence() throws InterruptedException {
        var session = new FakeSession(1);
        engine.mute(true);
        engine.join(session);

        speak(42);

        assertThat(await(session.captured.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))).isZero();
    }

    @Test
    void aRestartBeforeTheSourceIsOpenIsNotForgotten() throws InterruptedException {
        engine.join(new FakeSession(1));
        engine.restartSource();
        speak(1);

        List<String> seen = List.of(event(), event(), event());

        assertThat(seen).contains("restarted");
    }

    @Test
    void withoutAMicrophoneTheCallGoesOnAndItIsTriedAgain() throws InterruptedException {
        sourceMissing = true;
        var session = new FakeSession(9);
        engine.join(session);

        assertThat(await(session.captured.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))).isZero();
        assertThat(listen()).isEqualTo(9);
        assertThat(List.of(event(), event())).contains("source failed: no microphone");

        sourceMissing = false;
        assertThat(event()).isEqualTo("source open");
        assertThat(event()).isEqualTo("source recovered");
        speak(5);
        Integer heard;
        do {
            heard = await(session.captured.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } while (heard == 0);
        assertThat(heard).isEqualTo(5);
    }

    @Test
    void aDeviceThatFailsIsClosedAndOpenedAnew() throws InterruptedException {
        engine.join(new FakeSession(1));
        speak(1);
        assertThat(List.of(event(), event())).contains("source open");

        speak(UNPLUGGED);

        assertThat(List.of(event(), event()))
                .containsExactlyInAnyOrder("source closed", "source failed: unplugged");
        assertThat(event()).isEqualTo("source open");
        assertThat(event()).isEqualTo("source recovered");
    }

    @Test
    void aDeviceThatThrowsWhatItShouldNotIsOpenedAnewToo() throws InterruptedException {
        engine.join(new FakeSession(1));
        speak(1);
        assertThat(List.of(event(), event())).contains("source open");

        speak(BUGGY);

        assertThat(List.of(event(), event()))
                .containsExactlyInAnyOrder("source closed", "source failed: the device failed");
        assertThat(event()).isEqualTo("source open");
        assertThat(event()).isEqualTo("source recovered");
    }

    @Test
    void aSessionThatThrowsDoesNotHarmTheOthers() throws InterruptedException {
        var good = new FakeSession(3);
        engine.join(
                new AudioSession() {
                    @Override
                    public void captured(short[] frame, long nanoTime) {
                        throw new IllegalStateException("broken on purpose");
                    }

                    @Override
                    public void playout(short[] frame, long nanoTime) {
                        throw new IllegalStateException("broken on purpose");
                    }
                });
        engine.join(good);

        speak(1);
        speak(2);

        assertThat(await(good.captured.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))).isIn(1, 2);
        assertThat(List.of(listen(), listen(), listen())).contains(3);
    }

    @Test
    void theProcessorGetsTheMixAndChangesWhatIsCaptured() throws InterruptedException {
        var processor = new FakeProcessor();
        var session = new FakeSession(7);
        engine.process(processor);
        engine.join(session);

        speak(40);
        listen();

        assertThat(await(session.captured.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))).isEqualTo(41);
        assertThat(await(processor.rendered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))).isEqualTo(7);
        assertThat(engine.echoReducedDb()).hasValue(12);
    }

    @Test
    void theProcessorIsToldHowLongTheDevicesHoldSound() throws InterruptedException {
        var processor = new FakeProcessor();
        engine.process(processor);
        engine.join(new FakeSession(7));
        listen();
        listen(); // the first is written now

        speak(1);
        speak(2);
        long delay = 0;
        while (delay == 0 || delay == SOURCE_DELAY) {
            speak(3);
            delay = await(processor.delays.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }

        assertThat(delay).isEqualTo(SOURCE_DELAY + SINK_DELAY);
    }

    @Test
    void anotherMicrophoneOrLoudspeakerResetsTheProcessor() throws InterruptedException {
        var processor = new FakeProcessor();
        engine.process(processor);
        engine.join(new FakeSession(1));
        speak(1);
        listen();
        processor.resets.clear(); // those of the devices that were opened now

        engine.source(new AudioSpec.Silence());
        speak(1);
        speak(1);
        assertThat(processor.resets.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        engine.sink(new AudioSpec.Null());
        listen();
        listen();
        assertThat(processor.resets.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(processor.closed.poll()).isNull();
    }

    @Test
    void aProcessorWhosePlaceAnotherTakesIsClosed() throws InterruptedException {
        var processor = new FakeProcessor();
        engine.process(processor);
        engine.process(VoiceProcessor.NONE);

        assertThat(processor.closed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static final class FakeSession implements AudioSession {
        private final BlockingQueue<Integer> captured = new LinkedBlockingQueue<>();
        private final int plays;

        FakeSession(int plays) {
            this.plays = plays;
        }

        @Override
        public void captured(short[] frame, long nanoTime) {
            captured.add((int) frame[0]);
        }

        @Override
        public void playout(short[] frame, long nanoTime) {
            Arrays.fill(frame, (short) plays);
        }
    }

    private final class FakeSource implements AudioSource {
        @Override
        public void read(short[] frame) throws AudioException {
            try {
                int value = microphone.take();
                if (value == UNPLUGGED) {
                    throw new AudioException("unplugged");
                }
                if (value == BUGGY) {
                    throw new IllegalStateException("a driver's bug");
                }
                Arrays.fill(frame, (short) value);
            } catch (InterruptedException e) {
                throw new AudioException("interrupted", e);
            }
        }

        @Override
        public long delayNanos() {
            return SOURCE_DELAY;
        }

        @Override
        public void restart() {
            events.add("restarted");
        }

        @Override
        public void close() {
            events.add("source closed");
        }
    }

    private final class FakeSink implements AudioSink {
        @Override
        public void write(short[] frame) throws AudioException {
            try {
                loudspeaker.put((int) frame[frame.length - 1]);
            } catch (InterruptedException e) {
                throw new AudioException("interrupted", e);
            }
        }

        @Override
        public long delayNanos() {
            return SINK_DELAY;
        }

        @Override
        public void close() {
            events.add("sink closed");
        }
    }
}
