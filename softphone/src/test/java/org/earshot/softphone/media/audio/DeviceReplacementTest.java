package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A headset that is pulled in mid-call and put back, with the built-in microphone beside it.
class DeviceReplacementTest {
    private static final AudioSpec HEADSET = new AudioSpec.Device(Optional.of("headset"));

    private final Set<String> pluggedIn = ConcurrentHashMap.newKeySet();
    private final Set<String> asleep = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private volatile RuntimeException listing;

    private final AudioBackend backend =
            new AudioBackend() {
                @Override
                public AudioSource openSource(AudioSpec spec) throws AudioException {
                    String name =
                            spec instanceof AudioSpec.Device(var wanted)
                                    ? wanted.orElse("built-in")
                                    : "file";
                    check(name);
                    events.add("open " + name);
                    AudioSource pace = PacedSource.silence(FrameClock.system());
                    return new AudioSource() {
                        @Override
                        public void read(short[] frame) throws AudioException {
                            pace.read(frame);
                            check(name);
                            if (asleep.contains(name)) {
                                throw new AudioException(name + " sleeps");
                            }
                        }

                        @Override
                        public void close() {
                            events.add("close " + name);
                        }
                    };
                }

                @Override
                public AudioSink openSink(AudioSpec spec) {
                    return new NullSink(FrameClock.system());
                }

                @Override
                public List<AudioDevice> devices() {
                    RuntimeException broken = listing;
                    if (broken != null) {
                        events.add("not listed");
                        throw broken;
                    }
                    return pluggedIn.stream()
                            .map(name -> new AudioDevice(name, "", true, false))
                            .toList();
                }
            };

    private final AudioEngine engine =
            new AudioEngine(
                    backend,
                    HEADSET,
                    new AudioSpec.Null(),
                    FrameClock.system(),
                    new AudioEngine.Listener() {
                        @Override
                        public void sourceReplaced(AudioException reason) {
                            events.add("replaced: " + reason.getMessage());
                        }

                        @Override
                        public void sourceFailed(AudioException reason) {
                            events.add("failed: " + reason.getMessage());
                        }

                        @Override
                        public void sourceRecovered() {
                            events.add("recovered");
                        }
                    });

    private void check(String name) throws AudioException {
        if (!pluggedIn.contains(name)) {
            throw new AudioException("no " + name);
        }
    }

    private void expect(String... expected) throws InterruptedException {
        String[] seen = new String[expected.length];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = events.poll(10, TimeUnit.SECONDS);
        }
        assertThat(seen).as(Arrays.toString(seen)).containsExactly(expected);
    }

    /// What another thread does beside may come before or after.
    private void expectInAnyOrder(String... expected) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (String _ : expected) {
            seen.add(events.poll(10, TimeUnit.SECONDS));
        }
        assertThat(seen).containsExactlyInAnyOrder(expected);
    }

    private void call() {
        engine.join(
                new AudioSession() {
                    @Override
                    public void captured(short[] frame, long nanoTime) {}

                    @Override
                    public void playout(short[] frame, long nanoTime) {
                        Arrays.fill(frame, (short) 0);
                    }
                });
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void theSystemsMicrophoneTakesThePlaceAndTheHeadsetComesBack() throws InterruptedException {
        pluggedIn.addAll(Set.of("headset", "built-in"));
        call();
        expect("open headset");
        pluggedIn.remove("headset");
        expect("close headset", "open built-in", "replaced: no headset");
        engine.devicesChanged();
        pluggedIn.add("headset");
        engine.devicesChanged();
        expect("open headset");
        expectInAnyOrder("close built-in", "recovered");
    }

    @Test
    void withoutAnyMicrophoneTheCallGoesOnAndUsesTheFirstThatComes() throws InterruptedException {
        call();
        expect("failed: no headset");
        pluggedIn.add("built-in");
        engine.devicesChanged();
        expect("open built-in", "replaced: no headset");
        pluggedIn.add("headset");
        engine.devicesChanged();
        expect("open headset");
        expectInAnyOrder("close built-in", "recovered");
    }

    /// The user is told "there is no microphone" as long as that is so, and no longer.
    @Test
    void theSystemsMicrophoneThatIsPulledTooAndComesBackIsTold() throws InterruptedException {
        pluggedIn.addAll(Set.of("headset", "built-in"));
        call();
        expect("open headset");
        pluggedIn.remove("headset");
        expect("close headset", "open built-in", "replaced: no headset");
        pluggedIn.remove("built-in");
        expectInAnyOrder("close built-in", "failed: no built-in");
        pluggedIn.add("built-in");
        engine.devicesChanged();
        expect("open built-in", "replaced: no headset");
    }

    /// A driver's bug must not end the thread: nobody would start another.
    @Test
    void devicesThatCantBeListedAreNoEndOfTheCall() throws InterruptedException {
        pluggedIn.addAll(Set.of("headset", "built-in"));
        asleep.add("headset");
        listing = new IllegalStateException("the driver's list is broken");
        call();
        expect("open headset", "close headset", "open built-in", "replaced: headset sleeps");
        expect("not listed");
        listing = null;
        asleep.clear();
        engine.devicesChanged();
        expect("open headset");
        expectInAnyOrder("close built-in", "recovered");
    }

    @Test
    void oneThatOnlyWakesUpSlowlyIsUsedWhenItIsAwakeThoughNobodyTells()
            throws InterruptedException {
        pluggedIn.addAll(Set.of("headset", "built-in"));
        asleep.add("headset");
        call();
        expect("open headset", "close headset", "open built-in", "replaced: headset sleeps");
        asleep.clear();
        expect("open headset");
        expectInAnyOrder("close built-in", "recovered");
    }

    @Test
    void anotherMicrophoneInMidCall() throws InterruptedException {
        pluggedIn.addAll(Set.of("headset", "built-in"));
        call();
        expect("open headset");
        engine.source(new AudioSpec.Device(Optional.of("built-in")));
        expectInAnyOrder("open built-in", "close headset");
    }

    @Test
    void anotherMicrophoneThatIsNotThereInMidCall() throws InterruptedException {
        pluggedIn.addAll(Set.of("headset", "built-in"));
        call();
        expect("open headset");
        engine.source(new AudioSpec.Device(Optional.of("camera")));
        expectInAnyOrder("close headset", "open built-in", "replaced: no camera");
    }
}
