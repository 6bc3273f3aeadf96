package org.earshot.softphone.media.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Devices by Java Sound. Lines are opened with small buffers of our choice: the default of 500 ms would be all delay. Thread-safe.
final class JavaSound implements SystemDevices {
    /// 48 kHz, 16 bit, little-endian; microphones with two channels only are mixed down by us.
    private static final AudioFormat MONO =
            new AudioFormat(AudioFrame.SAMPLE_RATE, 16, 1, true, false);

    private static final AudioFormat STEREO =
            new AudioFormat(AudioFrame.SAMPLE_RATE, 16, 2, true, false);

    private static final String NO_MICROPHONE =
            "No microphone was found: plug one in, or choose another audio input (a WAV file, tone or silence)";
    private static final String NO_LOUDSPEAKER =
            "No loudspeaker was found: plug one in, or choose another audio output (a WAV file or null)";

    private static final Logger log = LoggerFactory.getLogger(JavaSound.class);
    private static final long LOOK_NANOS = 2_000_000_000;

    private final FrameClock clock;

    JavaSound(FrameClock clock) {
        this.clock = clock;
    }

    @Override
    public List<AudioDevice> list() {
        List<AudioDevice> devices = new ArrayList<>();
        for (Mixer mixer : mixers()) {
            Mixer.Info info = mixer.getMixerInfo();
            boolean captures = supports(mixer, TargetDataLine.class);
            boolean plays = supports(mixer, SourceDataLine.class);
            if (captures || plays) {
                devices.add(
                        new AudioDevice(info.getName(), info.getDescription(), captures, plays));
            }
        }
        return devices;
    }

    /// All of now. What is pulled between being listed and being asked for is left out.
    private static List<Mixer> mixers() {
        List<Mixer> mixers = new ArrayList<>();
        for (Mixer.Info info : AudioSystem.getMixerInfo()) {
            if (info == null) { // the JDK finds no name for a device that is gone
                continue;
            }
            try {
                mixers.add(AudioSystem.getMixer(info));
            } catch (IllegalArgumentException e) {
                log.debug("{} is gone again", info.getName());
            }
        }
        return mixers;
    }

    @Override
    public AudioSource openSource(Optional<String> name) throws AudioException {
        Opener<TargetDataLine> opener = new Opener<>(TargetDataLine.class, name, NO_MICROPHONE);
        return new LineSource(opener, clock);
    }

    @Override
    public AudioSink openSink(Optional<String> name) throws AudioException {
        Opener<SourceDataLine> opener = new Opener<>(SourceDataLine.class, name, NO_LOUDSPEAKER);
        return new LineSink(opener, clock);
    }

    /// Java Sound tells of nothing: it is asked every two seconds. The JDK makes its list anew where the number of devices is another; one
    /// that takes the place of another between two looks is not seen.
    @Override
    public void onChange(Runnable listener) {
        Thread.ofPlatform().daemon().name("audio-devices").start(() -> watch(listener));
    }

    private void watch(Runnable listener) {
        List<AudioDevice> before = look(List.of());
        while (!Thread.currentThread().isInterrupted()) {
            clock.awaitUntil(clock.nanoTime() + LOOK_NANOS);
            List<AudioDevice> now = look(before);
            if (!now.equals(before)) {
                before = now;
                DeviceWatch.tell(listener);
            }
        }
    }

    /// A driver's bug must not end the watch: nobody would begin another.
    private List<AudioDevice> look(List<AudioDevice> before) {
        try {
            return list();
        } catch (RuntimeException e) {
            log.debug("the sound devices can't be listed", e); // each two seconds, perhaps
            return before;
        }
    }

    private static boolean supports(Mixer mixer, Class<? extends DataLine> kind) {
        return supports(mixer, kind, MONO) || supports(mixer, kind, STEREO);
    }

    private static boolean supports(
            Mixer mixer, Class<? extends DataLine> kind, AudioFormat format) {
        return mixer.isLineSupported(new DataLine.Info(kind, format));
    }

    /// Opens lines of one device, each with another size of buffer.
    static final class Opener<L extends DataLine> {
        private final Class<L> kind;
        private final Mixer mixer;
        private final AudioFormat format;

        private Opener(Class<L> kind, Optional<String> name, String none) throws AudioException {
            this.kind = kind;
            mixer = find(kind, name, none);
            format = supports(mixer, kind, MONO) ? MONO : STEREO;
        }

        AudioFormat format() {
            return format;
        }

        L line() throws AudioException {
            try {
                Line line = mixer.getLine(new DataLine.Info(kind, format));
                return kind.cast(line);
            } catch (LineUnavailableException | RuntimeException e) {
                throw unusable(mixer, e);
            }
        }

        AudioException unusable(Exception e) {
            return unusable(mixer, e);
        }

        private static AudioException unusable(Mixer mixer, Exception e) {
            return new AudioException(
                    "The audio device '%s' can't be used (%s): another program may hold it, or the system may deny access"
                            .formatted(mixer.getMixerInfo().getName(), e.getMessage()),
                    e);
        }

        private static Mixer find(
                Class<? extends DataLine> kind, Optional<String> name, String none)
                throws AudioException {
            List<Mixer> able = new ArrayList<>();
            for (Mixer mixer : mixers()) {
                if (supports(mixer, kind)) {
                    able.add(mixer);
                }
            }
            if (able.isEmpty()) {
                throw new AudioException(none);
            }
            if (name.isEmpty()) {
                return able.getFirst(); // Java Sound lists the system's default device first
            }
            return able.stream()
                    .filter(mixer -> mixer.getMixerInfo().getName().equals(name.get()))
                    .findFirst()
                    .orElseThrow(() -> unknown(name.get(), able));
        }

        private static AudioException unknown(String name, List<Mixer> able) {
            List<String> names =
                    able.stream().map(mixer -> "'" + mixer.getMixerInfo().getName() + "'").toList();
            return new AudioException(
                    "There is no audio device '%s'; there are %s"
                            .formatted(name, String.join(", ", names)));
        }
    }
}
