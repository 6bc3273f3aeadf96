package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Devices that take their time to open, to move the first frame, or to close: nothing of a call waits for them.
class DeviceOpeningTest {
    private static final int SECONDS = 10;

    /// More than could wait in any buffer.
    private static final int MANY = 20;

    /// Until what did not work is tried again for the first time.
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// After so long a device is said not to answer.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int BUILT_IN = 11;
    private static final int HEADSET = 22;
    private static final int SAID = 77;

    private final Map<String, CountDownLatch> opens = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> moves = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> closes = new ConcurrentHashMap<>();
    private final Map<String, AudioException> broken = new ConcurrentHashMap<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final AudioBackend backend =
            new AudioBackend() {
                @Override
                public AudioSource openSource(AudioSpec spec) {
                    String name = begin("microphone", spec);
                    AudioSource pace = PacedSource.silence(FrameClock.system());
                    return new AudioSource() {
                        @Override
                        public void read(short[] frame) throws AudioException {
                            move(name);
                            pace.read(frame);
                            Arrays.fill(
                                    frame, (short) (name.endsWith("headset") ? HEADSET : BUILT_IN));
                        }

                        @Override
                        public void close() {
                            end(name);
                        }
                    };
                }

                @Override
                public AudioSink openSink(AudioSpec spec) {
                    String name = begin("loudspeaker", spec);
                    AudioSink pace = new NullSink(FrameClock.system());
                    return new AudioSink() {
                        @Override
                        public void write(short[] frame) throws AudioException {
                            move(name);
                            pace.write(frame);
                            if (frame[0] == SAID) {
                                played.add(name);
                            }
                        }

                        @Override
                        public void close() {
                            end(name);
                        }
                    };
                }

                @Override
                public List<AudioDevice> devices() {
                    return List.of(
                            new AudioDevice("headset", "", true, true),
                            new AudioDevice("built-in", "", true, true));
                }
            };

    private final BlockingQueue<String> played = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> captured = new LinkedBlockingQueue<>();
    private final AudioSession call =
            new AudioSession() {
                @Override
                public void captured(short[] frame, long nanoTime) {
                    captured.add((int) frame[0]);
                }

                @Override
                public void playout(short[] frame, long nanoTime) {
                    Arrays.fill(frame, (short) SAID);
                }
            };

    private final MovedClock clock = new MovedClock();

    private final AudioEngine engine =
            new AudioEngine(
                    backend,
                    named("built-in"),
                    named("built-in"),
                    clock,
                    new AudioEngine.Listener() {
                        @Override
                        public void sourceFailed(AudioException reason) {
                            told.add("failed: " + reason.getMessage());
                        }

                        @Override
                        public void sourceReplaced(AudioException reason) {
                            told.add("replaced: " + reason.getMessage());
                        }

                        @Override
                        public void sourceRecovered() {
                            told.add("recovered");
                        }

                        @Override
                        public void sinkReplaced(AudioException reason) {
                            told.add("replaced: " + reason.getMessage());
                        }
                    });

    /// Goes as the system's, and ahead where the test says so: the engine need not be waited for so long, and has its patience elsewhere.
    private static final class MovedClock implements FrameClock {
        private final AtomicLong ahead = new AtomicLong();

        void pass(Duration time) {
            ahead.addAndGet(time.toNanos());
        }

        @Override
        public long nanoTime() {
            return System.nanoTime() + ahead.get();
        }

        @Override
        public void awaitUntil(long deadline) {
            FrameClock.system().awaitUntil(deadline - ahead.get());
        }
    }

    private static AudioSpec named(String name) {
        return new AudioSpec.Device(Optional.of(name));
    }

    private String begin(String kind, AudioSpec spec) {
        String device = spec instanceof AudioSpec.Device(var wanted) ? wanted.orElse("any") : "?";
        String name = kind + " " + device;
        events.add("opening " + name);
        await(opens.get(name));
        return name;
    }

    private void move(String name) throws AudioException {
        await(moves.get(name));
        if (broken.containsKey(name)) {
            throw broken.get(name);
        }
    }

    private void end(String name) {
        await(closes.get(name));
        events.add("closed " + name);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (latch != null && !latch.await(6 * SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test forgot it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CountDownLatch blocked(Map<String, CountDownLatch> what, String name) {
        CountDownLatch latch = new CountDownLatch(1);
        what.put(name, latch);
        return latch;
    }

    private void happens(String event) throws InterruptedException {
        String next;
        do {
            next = events.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("before " + event).isNotNull();
        } while (!next.equals(event));
    }

    private void join() throws InterruptedException {
        engine.join(call);
        while (next(captured) != BUILT_IN) {
            // until it is open
        }
        while (!next(played).equals("loudspeaker built-in")) {
            // likewise
        }
    }

    private static <T> T next(BlockingQueue<T> frames) throws InterruptedException {
        T next = frames.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a frame").isNotNull();
        return next;
    }

    /// The next many frames are so.
    private static <T> void goesOn(BlockingQueue<T> frames, T value) throws InterruptedException {
        frames.clear();
        for (int frame = 0; frame < MANY; frame++) {
            assertThat(next(frames)).isEqualTo(value);
        }
    }

    /// From now on there are frames of another kind, and between them none of a third.
    private static <T> void changes(BlockingQueue<T> frames, T from, T to)
            throws InterruptedException {
        T next = next(frames);
        while (next.equals(from)) {
            next = next(frames);
        }
        assertThat(next).isEqualTo(to);
        goesOn(frames, to);
    }

    @AfterEach
    void close() {
        List.of(opens, moves, closes)
                .forEach(blocked -> blocked.values().forEach(CountDownLatch::countDown));
        engine.close();
    }

    @Test
    void theMicrophoneBeforeIsHeardUntilTheNextIsOpen() throws InterruptedException {
        CountDownLatch opens = blocked(this.opens, "microphone headset");
        CountDownLatch moves = blocked(this.moves, "microphone headset");
        CountDownLatch closes = blocked(this.closes, "microphone built-in");
        join();

        engine.source(named("headset"));
        happens("opening microphone headset");
        goesOn(captured, BUILT_IN);
        goesOn(played, "loudspeaker built-in");
        opens.countDown();
        goesOn(captured, BUILT_IN); // it opens, and gives nothing yet
        moves.countDown();
        changes(captured, BUILT_IN, HEADSET);
        closes.countDown();
        happens("closed microphone built-in");
        assertThat(told).isEmpty();
    }

    @Test
    void theLoudspeakerBeforeIsUsedUntilTheNextIsOpen() throws InterruptedException {
        CountDownLatch opens = blocked(this.opens, "loudspeaker headset");
        CountDownLatch moves = blocked(this.moves, "loudspeaker headset");
        CountDownLatch closes = blocked(this.closes, "loudspeaker built-in");
        join();

        engine.sink(named("headset"));
        happens("opening loudspeaker headset");
        goesOn(played, "loudspeaker built-in");
        goesOn(captured, BUILT_IN);
        opens.countDown();
        goesOn(played, "loudspeaker built-in");
        moves.countDown();
        changes(played, "loudspeaker built-in", "loudspeaker headset");
        closes.countDown();
        happens("closed loudspeaker built-in");
    }

    @Test
    void silenceIsSentWhileWhatTakesThePlaceOfOneThatWasPulledOpens() throws InterruptedException {
        CountDownLatch opens = blocked(this.opens, "microphone any");
        join();

        broken.put("microphone built-in", new AudioException("pulled"));
        happens("opening microphone any");
        goesOn(captured, 0);
        goesOn(played, "loudspeaker built-in");
        opens.countDown();
        changes(captured, 0, BUILT_IN);
        String first = next(told);
        // a machine that stood still for seconds has said so before
        assertThat(first.contains("does not answer") ? next(told) : first)
                .isEqualTo("replaced: pulled");
    }

    /// Each try would be a hole in what the others hear.
    @Test
    void whatOpensAndGivesNothingDoesNotTakeThePlaceOfWhatWorks() throws InterruptedException {
        join();
        CountDownLatch opens = blocked(this.opens, "microphone built-in");
        broken.put("microphone built-in", new AudioException("asleep"));
        assertThat(next(told)).isEqualTo("replaced: asleep");
        happens("opening microphone any");

        clock.pass(RETRY);
        happens("opening microphone built-in"); // it is tried again
        goesOn(captured, BUILT_IN);
        opens.countDown();
        happens("closed microphone built-in");
        goesOn(captured, BUILT_IN);
        broken.clear();
        clock.pass(RETRY.multipliedBy(2));
        assertThat(next(told)).isEqualTo("recovered");
        assertThat(captured).containsOnly(BUILT_IN);
        assertThat(told).isEmpty();
    }

    @Test
    void aCallMayEndWhileItsDevicesOpen() throws Exception {
        CountDownLatch microphone = blocked(opens, "microphone built-in");
        CountDownLatch loudspeaker = blocked(opens, "loudspeaker built-in");
        engine.join(call);
        happens("opening microphone built-in");

        engine.leave(call).get(SECONDS, TimeUnit.SECONDS);
        captured.clear(); // silence, where the machine stood still before

        microphone.countDown();
        loudspeaker.countDown();
        happens("closed microphone built-in");
        assertThat(captured).isEmpty();
    }

    @Test
    void whatOpensTooLateIsClosed() throws Exception {
        CountDownLatch opens = blocked(this.opens, "microphone headset");
        join();
        engine.source(named("headset"));
        happens("opening microphone headset");
        engine.source(named("built-in"));

        opens.countDown();

        happens("opening microphone built-in");
        goesOn(captured, BUILT_IN);
        happens("closed microphone headset");
        assertThat(told).isEmpty();
    }

    @Test
    void aMicrophoneThatDoesNotOpenIsWaitedForByNobody() throws InterruptedException {
        CountDownLatch opens = blocked(this.opens, "microphone built-in");
        engine.join(call);
        goesOn(played, "loudspeaker built-in");
        goesOn(captured, 0);
        clock.pass(PATIENCE);
        assertThat(next(told)).contains("does not answer");
        opens.countDown();
        assertThat(next(told)).isEqualTo("recovered");
        changes(captured, 0, BUILT_IN);
    }
}
