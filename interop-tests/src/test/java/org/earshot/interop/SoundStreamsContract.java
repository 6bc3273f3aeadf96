package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.earshot.softphone.media.audio.AudioDevice;
import org.earshot.softphone.media.audio.AudioEngine;
import org.earshot.softphone.media.audio.AudioException;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.audio.AudioSink;
import org.earshot.softphone.media.audio.AudioSource;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.audio.FrameClock;
import org.earshot.softphone.media.audio.SystemAudioBackend;
import org.junit.jupiter.api.Test;

/// What libpulse must give with a real sound server of whatever make, in this process.
abstract class SoundStreamsContract {
    private static final int LOUD = 20_000;
    static final AudioSpec MICROPHONE = device("headset");

    private static final short[] SQUARE = square();

    private static short[] square() {
        short[] wave = new short[AudioFrame.SAMPLES];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = (short) (i / 50 % 2 == 0 ? LOUD : -LOUD);
        }
        return wave;
    }

    private static AudioSpec device(String name) {
        return new AudioSpec.Device(Optional.of(name));
    }

    /// Starts one with devices for these phones.
    abstract SoundServer start(Lab lab, String... phones) throws Exception;

    @Test
    void whatIsPluggedInIsListedAndHeardAndSeenMuted() throws Exception {
        try (Lab lab = Lab.of("pulse-devices")) {
            SoundServer sound = start(lab, "a");
            SystemAudioBackend backend = sound.backend();
            assertThat(backend.devices())
                    .extracting(AudioDevice::name)
                    .containsExactlyInAnyOrder("a_mic", "a_spk");
            assertThatThrownBy(() -> backend.openSource(new AudioSpec.Device(Optional.empty())))
                    .as("what a loudspeaker plays is no microphone")
                    .hasMessageContaining("No microphone was found");
            assertThatThrownBy(() -> backend.openSource(MICROPHONE))
                    .hasMessageContaining("'headset' can't be used");

            Semaphore changes = new Semaphore(0);
            backend.onDevicesChanged(changes::release);
            String module = sound.plugMicrophone("a", "headset");
            await(changes, () -> names(backend).contains("headset"));
            try (AudioSource source = backend.openSource(MICROPHONE);
                    AudioSink sink = backend.openSink(device("a_mic"))) {
                assertThat(loudest(source, sink)).isGreaterThan(LOUD / 2);
                short[] heard = new short[AudioFrame.SAMPLES];
                for (int i = 0; i < 500 && source.delayNanos() > 100_000_000; i++) {
                    source.read(heard); // where the machine stood still, it doesn't stay late
                }
                assertThat(source.delayNanos()).isBetween(0L, 100_000_000L);
                long waits = 0;
                for (int round = 0; round < 10 && waits == 0; round++) {
                    waits = usualDelay(sink); // 0 where a busy machine let it run dry
                }
                assertThat(waits).isBetween(1_000_000L, 100_000_000L);

                assertThat(source.isMuted()).isFalse();
                sound.tell("set-source-mute", "headset", "1");
                await(changes, source::isMuted);
                sound.tell("set-source-mute", "headset", "0");
                await(changes, () -> !source.isMuted());

                sound.unplug(module);
                assertThatThrownBy(() -> loudest(source, sink)).isInstanceOf(AudioException.class);
                await(changes, () -> !names(backend).contains("headset"));
            }
        }
    }

    /// The median of 50 frames; at the sink's own pace, not that of a source.
    private static long usualDelay(AudioSink sink) throws AudioException {
        long[] waits = new long[50];
        for (int frame = 0; frame < waits.length; frame++) {
            sink.write(new short[AudioFrame.SAMPLES]);
            waits[frame] = sink.delayNanos();
        }
        Arrays.sort(waits);
        return waits[waits.length / 2];
    }

    /// The loudspeaker that was chosen, then the one in its place, then both come back: each time it is heard where it should be, and the
    /// frames go on without any.
    @Test
    void theLoudspeakerIsPulledInACallAndSoIsTheOneInItsPlace() throws Exception {
        try (Lab lab = Lab.of("pulse-loudspeakers")) {
            SoundServer sound = start(lab);
            String desk = sound.plugLoudspeaker("desk");
            String headset = sound.plugLoudspeaker("headset");
            sound.tell("set-default-sink", "desk");
            SystemAudioBackend backend = sound.backend();
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            Semaphore frames = new Semaphore(0);
            try (AudioEngine engine =
                    new AudioEngine(
                            backend,
                            new AudioSpec.Silence(),
                            device("headset"),
                            FrameClock.system(),
                            tells(told))) {
                backend.onDevicesChanged(engine::devicesChanged);
                engine.join(squareWave(frames));
                assertThat(isHeard(backend, "headset")).isTrue();

                sound.unplug(headset);
                assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("replaced");
                assertThat(isHeard(backend, "desk")).isTrue();

                sound.unplug(desk);
                assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("failed");
                frames.drainPermits();
                assertThat(frames.tryAcquire(50, 10, TimeUnit.SECONDS)).isTrue();

                sound.plugLoudspeaker("desk");
                assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("replaced");
                assertThat(isHeard(backend, "desk")).isTrue();

                sound.plugLoudspeaker("headset");
                assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("recovered");
                assertThat(isHeard(backend, "headset")).isTrue();
                assertThat(told).isEmpty();
            }
        }
    }

    /// Nobody has chosen a loudspeaker, and the system's own choice is pulled: its next one is used, and nobody need be told.
    @Test
    void theSystemsOwnChoiceIsPulledInACall() throws Exception {
        try (Lab lab = Lab.of("pulse-default")) {
            SoundServer sound = start(lab);
            String desk = sound.plugLoudspeaker("desk");
            String headset = sound.plugLoudspeaker("headset");
            sound.tell("set-default-sink", "desk");
            SystemAudioBackend backend = sound.backend();
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            Semaphore frames = new Semaphore(0);
            try (AudioEngine engine =
                    new AudioEngine(
                            backend,
                            new AudioSpec.Silence(),
                            new AudioSpec.Device(Optional.empty()),
                            FrameClock.system(),
                            tells(told))) {
                backend.onDevicesChanged(engine::devicesChanged);
                engine.join(squareWave(frames));
                assertThat(isHeard(backend, "desk")).isTrue();
                frames.drainPermits();
                assertThat(frames.tryAcquire(150, 20, TimeUnit.SECONDS))
                        .as("it is in use for a while")
                        .isTrue();

                sound.unplug(desk);
                assertThat(isHeard(backend, "headset")).isTrue();
                assertThat(told).isEmpty();

                sound.unplug(headset);
                assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("failed");
                frames.drainPermits();
                assertThat(frames.tryAcquire(50, 10, TimeUnit.SECONDS)).isTrue();

                sound.plugLoudspeaker("earpiece");
                assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("recovered");
                assertThat(isHeard(backend, "earpiece")).isTrue();
            }
        }
    }

    /// The only microphone is pulled while the loudspeaker plays: what that plays is not taken for a microphone, and it is told that there is
    /// none. The same with what the system mutes: where the server has moved the stream to another microphone, that one's is told.
    @Test
    void theOnlyMicrophoneIsPulledInACallAndTheOtherOneIsMuted() throws Exception {
        try (Lab lab = Lab.of("pulse-microphones")) {
            SoundServer sound = start(lab, "a");
            String builtIn = sound.plugMicrophone("a", "built_in");
            sound.tell("set-default-source", "built_in");
            SystemAudioBackend backend = sound.backend();
            Semaphore changes = new Semaphore(0);
            backend.onDevicesChanged(changes::release);
            await(changes, () -> names(backend).contains("built_in"));
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            BlockingQueue<Boolean> captured = new LinkedBlockingQueue<>();
            try (AudioEngine engine =
                    new AudioEngine(
                            backend,
                            new AudioSpec.Device(Optional.empty()),
                            device("a_mic"),
                            FrameClock.system(),
                            tells(told))) {
                backend.onDevicesChanged(engine::devicesChanged);
                engine.join(loudOrNot(captured));
                hears(captured, true);

                String headset = sound.plugMicrophone("a", "headset");
                sound.tell("set-default-source", "headset");
                await(changes, () -> microphoneOfTheSystem(backend).equals("headset"));
                sound.unplug(builtIn); // the stream is moved now, if it wasn't yet
                await(changes, () -> !names(backend).contains("built_in"));
                hears(captured, true);
                sound.tell("set-source-mute", "headset", "1");
                awaitMuted(engine, captured, true);
                sound.tell("set-source-mute", "headset", "0");
                awaitMuted(engine, captured, false);
                hears(captured, true);
                assertThat(told).isEmpty();

                sound.unplug(headset);
                assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("no microphone");
                captured.clear();
                for (int frame = 0; frame < 100; frame++) {
                    assertThat(captured.poll(10, TimeUnit.SECONDS)).isFalse();
                }

                sound.plugMicrophone("a", "headset");
                assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("microphone");
                hears(captured, true);
            }
        }
    }

    /// Waits until frames are loud, or not.
    private static void hears(BlockingQueue<Boolean> captured, boolean loud)
            throws InterruptedException {
        captured.clear();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            if (captured.poll(10, TimeUnit.SECONDS) == loud) {
                return;
            }
        }
        assertThat(captured).as("a frame").contains(loud);
    }

    private static void awaitMuted(
            AudioEngine engine, BlockingQueue<Boolean> captured, boolean muted)
            throws InterruptedException {
        for (int frame = 0; frame < 1_000 && engine.activity().isSourceMuted() != muted; frame++) {
            assertThat(captured.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(engine.activity().isSourceMuted()).isEqualTo(muted);
    }

    /// Plays the wave and says of each frame of the microphone whether it is loud.
    private static AudioSession loudOrNot(BlockingQueue<Boolean> captured) {
        return new AudioSession() {
            @Override
            public void captured(short[] frame, long nanoTime) {
                captured.add(Arrays.stream(samples(frame)).anyMatch(s -> s > LOUD / 2));
            }

            @Override
            public void playout(short[] frame, long nanoTime) {
                System.arraycopy(SQUARE, 0, frame, 0, frame.length);
            }
        };
    }

    private static int[] samples(short[] frame) {
        return IntStream.range(0, frame.length).map(i -> frame[i]).toArray();
    }

    private static AudioEngine.Listener tells(BlockingQueue<String> told) {
        return new AudioEngine.Listener() {
            @Override
            public void sourceFailed(AudioException reason) {
                told.add("no microphone");
            }

            @Override
            public void sourceReplaced(AudioException reason) {
                told.add("another microphone");
            }

            @Override
            public void sourceRecovered() {
                told.add("microphone");
            }

            @Override
            public void sinkReplaced(AudioException reason) {
                told.add("replaced");
            }

            @Override
            public void sinkFailed(AudioException reason) {
                told.add("failed");
            }

            @Override
            public void sinkRecovered() {
                told.add("recovered");
            }
        };
    }

    private static AudioSession squareWave(Semaphore frames) {
        return new AudioSession() {
            @Override
            public void captured(short[] frame, long nanoTime) {}

            @Override
            public void playout(short[] frame, long nanoTime) {
                System.arraycopy(SQUARE, 0, frame, 0, frame.length);
                frames.release();
            }
        };
    }

    /// Whether the wave comes out of a loudspeaker within ten seconds.
    private static boolean isHeard(SystemAudioBackend backend, String loudspeaker)
            throws AudioException {
        short[] heard = new short[AudioFrame.SAMPLES];
        try (AudioSource monitor = backend.openSource(device(loudspeaker + ".monitor"))) {
            for (int frame = 0; frame < 1_000; frame++) {
                monitor.read(heard);
                for (short sample : heard) {
                    if (sample > LOUD / 2) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Semaphore changes, Condition condition) throws InterruptedException {
        while (!condition.holds()) {
            assertThat(changes.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String microphoneOfTheSystem(SystemAudioBackend backend) {
        return backend.devices().stream()
                .filter(AudioDevice::canCapture)
                .map(AudioDevice::name)
                .findFirst()
                .orElse("");
    }

    private static List<String> names(SystemAudioBackend backend) {
        return backend.devices().stream().map(AudioDevice::name).toList();
    }

    /// Plays half a second of a square wave and says what was heard meanwhile.
    private static int loudest(AudioSource source, AudioSink sink) throws AudioException {
        short[] heard = new short[AudioFrame.SAMPLES];
        int loudest = 0;
        for (int frame = 0; frame < 50; frame++) {
            sink.write(SQUARE);
            source.read(heard);
            for (short sample : heard) {
                loudest = Math.max(loudest, sample);
            }
        }
        return loudest;
    }
}
