package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.earshot.softphone.media.audio.AudioException;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSource;
import org.earshot.softphone.media.audio.AudioSpec;

/// Measures a call between two virtual sound devices: what is played into the one phone's microphone is looked for in what the other
/// phone's loudspeaker plays. Both ends are recorded in the same way, and each frame's time is by one clock, so what recording takes cancels out.
final class MouthToEar {
    private static final int RATE = AudioFrame.SAMPLE_RATE;
    private static final int WARM_UP = 3;
    private static final int PERIOD = RATE * 8 / 10;
    private static final int CHIRP = RATE * 12 / 100;
    private static final int LOUD = 16_000;

    private final Lab lab;
    private final SoundServer mouthsServer;
    private final String mouth;
    private final SoundServer earsServer;
    private final String ear;
    private final short[] chirp = chirp();

    /// @param mouth the phone that is spoken to
    /// @param ear the one that is listened to
    MouthToEar(Lab lab, SoundServer sound, String mouth, String ear) {
        this(lab, sound, mouth, sound, ear);
    }

    /// The same where each phone has a sound server of its own; their clocks may differ.
    MouthToEar(
            Lab lab, SoundServer mouthsServer, String mouth, SoundServer earsServer, String ear) {
        this.lab = lab;
        this.mouthsServer = mouthsServer;
        this.mouth = mouth;
        this.earsServer = earsServer;
        this.ear = ear;
    }

    /// How long chirps were on their way, in ms, in the order in which they were played.
    ///
    /// @param count so many are played, and some before them that don't count
    double[] delays(int count) throws Exception {
        Random random = new Random(26);
        short[] all = new short[(count + WARM_UP + 1) * PERIOD];
        for (int number = 0; number < count + WARM_UP; number++) {
            int at = RATE / 4 + number * PERIOD + random.nextInt(RATE / 20);
            System.arraycopy(chirp, 0, all, at, CHIRP);
        }
        Recorded[] ends = play(all);
        ChirpFinder said = new ChirpFinder(ends[0].samples, chirp);
        ChirpFinder heard = new ChirpFinder(ends[1].samples, chirp);
        DoubleStream.Builder delays = DoubleStream.builder();
        int from = 0;
        for (int number = 0; number < count + WARM_UP; number++) {
            int at = said.next(from);
            if (at < 0) {
                break;
            }
            from = at + PERIOD / 2;
            double spoken = ends[0].nanos(at);
            int match = heard.best(ends[1].index(spoken) - RATE / 50, RATE * 6 / 10);
            if (number >= WARM_UP && match >= 0) {
                delays.add((ends[1].nanos(match) - spoken) / 1e6);
            }
        }
        return delays.build().toArray();
    }

    /// Holes in a sound that goes on, of 10 ms each: where its level is less than a third of what it is around it.
    ///
    /// @param said in what was played itself: the machine was too busy to speak
    record Holes(int said, int heard) {}

    /// Plays a tone that goes up and down all the time, as a steady one is noise for a phone.
    Holes holes(int seconds) throws Exception {
        short[] all = new short[seconds * RATE];
        double phase = 0;
        for (int i = 0; i < all.length; i++) {
            double t = i / (double) RATE;
            phase += 2 * Math.PI * (900 + 500 * Math.sin(2 * Math.PI * 1.3 * t)) / RATE;
            all[i] = (short) (LOUD / 2 * Math.sin(phase));
        }
        Recorded[] ends = play(all);
        return new Holes(ends[0].holes(), ends[1].holes());
    }

    /// What was said, and what was heard of it, recorded from about the same moment on: 48 kHz mono.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Said(short[] mouth, short[] ear) {}

    /// Says something, and records both ends, with a while behind it.
    Said said(short[] samples) throws Exception {
        Recorded[] ends = play(samples);
        return new Said(ends[0].samples, ends[1].samples);
    }

    private Recorded[] play(short[] samples) throws Exception {
        int frames = samples.length / AudioFrame.SAMPLES + 300;
        try (AudioSource near = listen(mouthsServer, mouth + "_mic.monitor");
                AudioSource far = listen(earsServer, ear + "_spk.monitor")) {
            Recorded[] ends = {new Recorded(near, frames), new Recorded(far, frames)};
            for (Recorded end : ends) {
                end.start();
            }
            try (AutoCloseable _ = mouthsServer.speak(mouth, wav(mouth + "-measured", samples))) {
                for (Recorded end : ends) {
                    end.join();
                }
            }
            wav(mouth + "-mouth", ends[0].samples); // to listen to
            wav(ear + "-ear", ends[1].samples);
            return ends;
        }
    }

    private static AudioSource listen(SoundServer sound, String device) throws AudioException {
        return sound.backend().openSource(new AudioSpec.Device(Optional.of(device)));
    }

    private Path wav(String name, short[] samples) throws IOException {
        return Recording.write(lab.file(name + ".wav"), samples);
    }

    /// 120 ms from 350 to 3,300 Hz.
    private static short[] chirp() {
        short[] chirp = new short[CHIRP];
        for (int i = 0; i < CHIRP; i++) {
            double t = i / (double) RATE;
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / CHIRP);
            double phase = 2 * Math.PI * (350 * t + 2_950 / 0.12 * t * t / 2);
            chirp[i] = (short) (LOUD * window * Math.sin(phase));
        }
        return chirp;
    }

    /// What one end recorded, and when.
    private static final class Recorded extends Thread {
        private static final int AROUND = 200; // frames

        private final AudioSource source;
        private final short[] samples;
        private final long[] begins; // of each frame, if it came at once

        Recorded(AudioSource source, int frames) {
            super("recorder");
            this.source = source;
            samples = new short[frames * AudioFrame.SAMPLES];
            begins = new long[frames];
        }

        @Override
        public void run() {
            short[] frame = new short[AudioFrame.SAMPLES];
            try {
                for (int number = 0; number < begins.length; number++) {
                    source.read(frame);
                    begins[number] = System.nanoTime() - 10_000_000L * (number + 1);
                    System.arraycopy(frame, 0, samples, number * frame.length, frame.length);
                }
            } catch (AudioException e) {
                throw new IllegalStateException(e);
            }
        }

        /// When sample 0 would have been if there was no hole: by the frame near this one that came with the least wait.
        private double offset(int frame) {
            int from = Math.clamp(frame - AROUND, 0, begins.length - 1);
            int to = Math.clamp(frame + AROUND, from + 1, begins.length);
            return Arrays.stream(begins, from, to).min().orElseThrow();
        }

        double nanos(int sample) {
            return offset(sample / AudioFrame.SAMPLES) + 1e9 * sample / RATE;
        }

        int index(double nanos) {
            double at = (nanos - offset(0)) * RATE / 1e9;
            return (int) ((nanos - offset((int) at / AudioFrame.SAMPLES)) * RATE / 1e9);
        }

        int holes() {
            double[] levels = new double[begins.length];
            for (int i = 0; i < samples.length; i++) {
                levels[i / AudioFrame.SAMPLES] += (double) samples[i] * samples[i];
            }
            double loud =
                    Arrays.stream(levels).sorted().skip(levels.length / 2).findFirst().orElse(0);
            List<Integer> sounding =
                    java.util.stream.IntStream.range(0, levels.length)
                            .filter(i -> levels[i] > loud / 4)
                            .boxed()
                            .toList();
            if (loud == 0 || sounding.isEmpty()) {
                throw new IllegalStateException("nothing was recorded");
            }
            int holes = 0;
            // the first three seconds are for cancellers and gains to settle
            for (int i = sounding.getFirst() + 300; i < sounding.getLast() - 2; i++) {
                double[] around = Arrays.copyOfRange(levels, Math.max(0, i - 50), i + 50);
                Arrays.sort(around);
                holes += levels[i] < around[50] / 9 ? 1 : 0;
            }
            return holes;
        }
    }
}
