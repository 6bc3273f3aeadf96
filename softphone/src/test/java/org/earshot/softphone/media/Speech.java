package org.earshot.softphone.media;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// The speech that the phone ships, and how alike two recordings of it are.
public final class Speech {
    private static final int HEADER = 44;
    private static final int COARSE = 6;
    private static final int WINDOW = 9_600 / COARSE;

    private Speech() {}

    /// 48 kHz mono.
    public static short[] alice() {
        return read("alice.wav");
    }

    /// Another voice, likewise.
    public static short[] bob() {
        return read("bob.wav");
    }

    private static short[] read(String name) {
        try (var in =
                new DataInputStream(
                        Objects.requireNonNull(
                                Speech.class.getResourceAsStream(
                                        "/org/earshot/softphone/sample/" + name)))) {
            byte[] bytes = in.readAllBytes();
            short[] samples = new short[(bytes.length - HEADER) / 2];
            ByteBuffer.wrap(bytes, HEADER, 2 * samples.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first `millis` of her.
    public static short[] alice(int millis) {
        return Arrays.copyOf(alice(), millis * 48);
    }

    /// Normalised correlation in windows of 200 ms, each at its best lag between 0 and `maxLagMs` (playout stretches time), weighted by energy.
    public static double correlation(short[] sent, short[] heard, int maxLagMs) {
        float[] a = decimated(sent);
        float[] b = decimated(heard);
        int maxLag = maxLagMs * 48 / COARSE;
        double weighted = 0;
        double weights = 0;
        for (int start = 0;
                start + WINDOW + maxLag < Math.min(a.length, b.length);
                start += WINDOW) {
            double energy = energy(a, start);
            double best = 0;
            for (int lag = 0; lag <= maxLag; lag++) {
                double dot = 0;
                for (int i = 0; i < WINDOW; i++) {
                    dot += a[start + i] * b[start + lag + i];
                }
                best = Math.max(best, dot / Math.sqrt((energy + 1) * (energy(b, start + lag) + 1)));
            }
            weighted += best * energy;
            weights += energy;
        }
        return weighted / weights;
    }

    private static double energy(float[] samples, int start) {
        double sum = 0;
        for (int i = start; i < start + WINDOW; i++) {
            sum += samples[i] * samples[i];
        }
        return sum;
    }

    private static float[] decimated(short[] samples) {
        float[] result = new float[samples.length / COARSE];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < COARSE; j++) {
                result[i] += samples[i * COARSE + j];
            }
        }
        return result;
    }
}
