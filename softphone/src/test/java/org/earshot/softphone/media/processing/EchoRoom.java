package org.earshot.softphone.media.processing;

import java.util.Random;

/// A room with a loudspeaker and a microphone, and people who speak in it; all of it made up, from a seed.
public final class EchoRoom {
    private static final int RATE = VoiceProcessor.SAMPLE_RATE;
    private static final int TAIL = 60 * RATE / 1_000;
    private static final double ECHO_GAIN = 0.5;

    private final double[] response = new double[TAIL];

    public EchoRoom(long seed) {
        Random random = new Random(seed);
        double energy = 0;
        for (int i = 0; i < TAIL; i++) {
            // 60 dB down at the end of the tail's double: 30 dB at its end
            response[i] = random.nextGaussian() * Math.pow(10, -1.5 * i / TAIL) * 0.3;
            if (i == 0) {
                response[i] = 2; // the direct sound
            }
            energy += response[i] * response[i];
        }
        for (int i = 0; i < TAIL; i++) {
            response[i] *= ECHO_GAIN / Math.sqrt(energy);
        }
    }

    /// What the microphone hears of `played`.
    ///
    /// @param delay in samples
    public double[] echo(double[] played, int delay) {
        double[] heard = new double[played.length];
        for (int i = 0; i < TAIL; i++) {
            double tap = response[i];
            for (int j = delay + i; j < heard.length; j++) {
                heard[j] += tap * played[j - delay - i];
            }
        }
        return heard;
    }

    /// As by a loudspeaker whose clock is faster than the microphone's.
    public static double[] stretched(double[] samples, double partsPerMillion) {
        double[] result = new double[samples.length];
        for (int i = 0; i < result.length; i++) {
            double at = i * (1 + partsPerMillion / 1e6);
            int whole = (int) at;
            double t = at - whole;
            double a = sample(samples, whole - 1);
            double b = sample(samples, whole);
            double c = sample(samples, whole + 1);
            double d = sample(samples, whole + 2);
            result[i] =
                    b
                            + 0.5
                                    * t
                                    * (c
                                            - a
                                            + t
                                                    * (2 * a
                                                            - 5 * b
                                                            + 4 * c
                                                            - d
                                                            + t * (3 * (b - c) + d - a)));
        }
        return result;
    }

    private static double sample(double[] samples, int at) {
        return at >= 0 && at < samples.length ? samples[at] : 0;
    }

    /// Like speech: syllables of a buzz with formants or of noise, with pauses; -20 dB of full scale while it lasts.
    public static double[] speech(int millis, long seed) {
        Random random = new Random(seed);
        double[] out = new double[millis * RATE / 1_000];
        int at = 0;
        while (at < out.length) {
            int length = (60 + random.nextInt(200)) * RATE / 1_000;
            syllable(out, at, Math.min(length, out.length - at), random);
            at += length;
            if (random.nextInt(4) == 0) {
                at += (50 + random.nextInt(250)) * RATE / 1_000;
            }
        }
        return out;
    }

    private static void syllable(double[] out, int at, int length, Random random) {
        boolean voiced = random.nextInt(10) < 7;
        double pitch = 90 + random.nextInt(150);
        double[] centre = {
            300 + random.nextInt(500), 900 + random.nextInt(1_400), 2_300 + random.nextInt(1_200)
        };
        double[] width = {80, 120, 200};
        if (!voiced) {
            centre[0] = 2_500 + random.nextInt(1_000);
            centre[1] = 4_500 + random.nextInt(2_000);
            centre[2] = 8_000;
            width = new double[] {900, 1_500, 3_000};
        }
        double[] part = new double[length];
        double phase = 0;
        for (int i = 0; i < length; i++) {
            phase += pitch * (1 - 0.2 * i / length) / RATE;
            boolean pulse = phase >= 1;
            phase -= pulse ? 1 : 0;
            part[i] =
                    (voiced
                            ? (pulse ? 12 : 0) + 0.05 * random.nextGaussian()
                            : random.nextGaussian());
        }
        double[] sum = new double[length];
        for (int f = 0; f < centre.length; f++) {
            double radius = Math.exp(-Math.PI * width[f] / RATE);
            double feedback = 2 * radius * Math.cos(2 * Math.PI * centre[f] / RATE);
            double y1 = 0;
            double y2 = 0;
            for (int i = 0; i < length; i++) {
                double y = (1 - radius) * part[i] + feedback * y1 - radius * radius * y2;
                y2 = y1;
                y1 = y;
                sum[i] += y / (1 + f);
            }
        }
        double energy = 1e-9;
        for (double s : sum) {
            energy += s * s;
        }
        double gain = 3_277 * (0.5 + random.nextDouble()) / Math.sqrt(energy / length);
        for (int i = 0; i < length; i++) {
            double shape = Math.sin(Math.PI * (i + 0.5) / length);
            out[at + i] = sum[i] * gain * shape;
        }
    }

    /// Steady, white.
    public static double[] noise(int millis, double level, long seed) {
        Random random = new Random(seed);
        double[] out = new double[millis * RATE / 1_000];
        for (int i = 0; i < out.length; i++) {
            out[i] = level * random.nextGaussian();
        }
        return out;
    }

    public static double[] sum(double[] a, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += b[i];
        }
        return out;
    }

    public static short[] samples(double[] values) {
        short[] out = new short[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) Math.clamp(Math.round(values[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return out;
    }

    /// Runs both directions in step.
    ///
    /// @return what is sent
    public static short[] run(VoiceProcessor processor, double[] played, double[] heard) {
        short[] reference = samples(played);
        short[] out = samples(heard);
        short[] frame = new short[VoiceProcessor.SAMPLES];
        for (int at = 0; at + frame.length <= out.length; at += frame.length) {
            System.arraycopy(reference, at, frame, 0, frame.length);
            processor.render(frame);
            System.arraycopy(out, at, frame, 0, frame.length);
            processor.capture(frame, 0);
            System.arraycopy(frame, 0, out, at, frame.length);
        }
        return out;
    }

    /// Level between two moments, in dB of full scale.
    public static double levelDb(short[] samples, int fromMillis, int toMillis) {
        double sum = 0;
        int from = fromMillis * RATE / 1_000;
        int to = toMillis * RATE / 1_000;
        for (int i = from; i < to; i++) {
            sum += samples[i] * samples[i];
        }
        return 10 * Math.log10((sum / (to - from) + 1 / 12.0) / (32_768.0 * 32_768.0));
    }

    /// Correlation of the two between two moments, at the best lag of up to 20 ms: 1 for the same.
    public static double likeness(short[] spoken, short[] sent, int fromMillis, int toMillis) {
        int from = fromMillis * RATE / 1_000;
        int to = toMillis * RATE / 1_000;
        double best = 0;
        for (int lag = 0; lag < RATE / 50; lag += 2) {
            double a = 1;
            double b = 1;
            double both = 0;
            for (int i = from; i < to; i++) {
                a += spoken[i] * spoken[i];
                b += sent[i + lag] * sent[i + lag];
                both += spoken[i] * sent[i + lag];
            }
            best = Math.max(best, both / Math.sqrt(a * b));
        }
        return best;
    }
}
