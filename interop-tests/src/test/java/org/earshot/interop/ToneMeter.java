package org.earshot.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// How much of a sound is one tone, by Goertzel's sum over windows of 40 ms. Pure but for the reading.
final class ToneMeter {
    private static final int RATE = 48_000;
    private static final int WINDOW = RATE / 25;
    private static final int HEADER_BYTES = 44;

    /// Below it there is nothing to measure, in squares of full scale.
    private static final double SILENCE = 1e-6;

    private ToneMeter() {}

    /// The part of the power that is a tone's, 0-1, in the window where that is largest.
    ///
    /// @param from the first sample that counts
    static double most(short[] samples, int from, int hertz) {
        double most = 0;
        for (int at = from; at + WINDOW <= samples.length; at += WINDOW) {
            most = Math.max(most, share(samples, at, hertz));
        }
        return most;
    }

    /// The part of the power that is a tone's, 0-1, in the middle one of all windows that are not silent; 0 where all are.
    static double usual(short[] samples, int hertz) {
        double[] shares = new double[samples.length / WINDOW];
        int count = 0;
        for (int at = 0; at + WINDOW <= samples.length; at += WINDOW) {
            if (power(samples, at) > SILENCE) {
                shares[count++] = share(samples, at, hertz);
            }
        }
        double[] found = java.util.Arrays.copyOf(shares, count);
        java.util.Arrays.sort(found);
        return count == 0 ? 0 : found[count / 2];
    }

    private static double power(short[] samples, int at) {
        double sum = 0;
        for (int i = at; i < at + WINDOW; i++) {
            double sample = samples[i] / 32_768.0;
            sum += sample * sample;
        }
        return sum / WINDOW;
    }

    private static double share(short[] samples, int at, int hertz) {
        double power = power(samples, at);
        if (power < SILENCE) {
            return 0;
        }
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
        double before = 0;
        double last = 0;
        for (int i = at; i < at + WINDOW; i++) {
            double now = samples[i] / 32_768.0 + coefficient * last - before;
            before = last;
            last = now;
        }
        double tone = last * last + before * before - coefficient * last * before;
        return Math.min(1, 2 * tone / WINDOW / WINDOW / power);
    }

    /// One channel of a WAV file of 16 bit at 48 kHz, as far as it is written by now.
    ///
    /// @param skipped samples of each channel at its beginning that are left out
    static short[] channel(Path wav, int channels, int channel, int skipped) throws IOException {
        try (FileChannel file = FileChannel.open(wav, StandardOpenOption.READ)) {
            long start = HEADER_BYTES + 2L * channels * skipped;
            int bytes = (int) Math.max(0, file.size() - start);
            ByteBuffer read = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (read.hasRemaining() && file.read(read, start + read.position()) >= 0) {
                // the rest of it
            }
            short[] samples = new short[read.position() / 2 / channels];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = read.getShort(2 * (i * channels + channel));
            }
            return samples;
        }
    }

    /// How many samples of one channel a WAV file has by now.
    static int samples(Path wav) throws IOException {
        return channel(wav, 1, 0, 0).length;
    }
}
