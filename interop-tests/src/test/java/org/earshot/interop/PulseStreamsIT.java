package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// libpulse with a real sound server, in this process.
@Tag("realtime")
class PulseStreamsIT {
    private static final int LOUD = 20_000;
    private static final AudioSpec MICROPHONE = device("headset");

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

    @Test
    void aStreamMayBeClosedWhileItIsRead() throws Exception {
        try (Lab lab = Lab.of("pulse-close")) {
            SoundServer sound = SoundServer.start(lab, "a");
            sound.plugMicrophone("a", "headset");
            SystemAudioBackend backend = SystemAudioBackend.ofSoundServer(sound.address());
            for (int i = 0; i < 200; i++) {
                AudioSource source = backend.openSource(MICROPHONE);
                CompletableFuture<Void> reading = new CompletableFuture<>();
                CompletableFuture<String> ended = new CompletableFuture<>();
                Thread.ofPlatform().start(() -> readToTheEnd(source, reading, ended));
                reading.get(10, TimeUnit.SECONDS);
                source.close();
                source.close();
                assertThat(ended.get(10, TimeUnit.SECONDS)).contains("closed");
            }
        }
    }

    private static void readToTheEnd(
            AudioSource source, CompletableFuture<Void> reading, CompletableFuture<String> ended) {
        short[] frame = new short[AudioFrame.SAMPLES];
        try {
            while (true) {
                source.read(frame);
                reading.complete(null);
            }
        } catch (AudioException e) {
            ended.complete(e.getMessage());
        }
    }

    @Test
    void whatIsPluggedInIsListedAndHeardAndSeenMuted() throws Exception {
        try (Lab lab = Lab.of("pulse-devices")) {
            SoundServer sound = SoundServer.start(lab, "a");
            SystemAudioBackend backend = SystemAudioBackend.ofSoundServer(sound.address());
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
                assertThat(source.delayNanos()).isBetween(0L, 100_000_000L);
                for (int frame = 0; frame < 50; frame++) {
                    sink.write(new short[AudioFrame.SAMPLES]); // at its own pace, not the source's
                }
                assertThat(sink.delayNanos()).isBetween(1_000_000L, 100_000_000L);

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

    /// The loudspeaker that was chosen, then the one in its place, then both come back: each time it is heard where it should be, and the
    /// frames go on without any.
    @Test
    void theLoudspeakerIsPulledInACallAndSoIsTheOneInItsPlace() throws Exception {
        try (Lab lab = Lab.of("pulse-loudspeakers")) {
            SoundServer sound = SoundServer.start(lab);
            String desk = sound.plugLoudspeaker("desk");
            String headset = sound.plugLoudspeaker("headset");
            sound.tell("set-default-sink", "desk");
            SystemAudioBackend backend = SystemAudioBackend.ofSoundServer(sound.address());
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
            SoundServer sound = SoundServer.start(lab);
            String desk = sound.plugLoudspeaker("desk");
            String headset = sound.plugLoudspeaker("headset");
            sound.tell("set-default-sink", "desk");
            SystemAudioBackend backend = SystemAudioBackend.ofSoundServer(sound.address());
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

    private static AudioEngine.Listener tells(BlockingQueue<String> told) {
        return new AudioEngine.Listener() {
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
