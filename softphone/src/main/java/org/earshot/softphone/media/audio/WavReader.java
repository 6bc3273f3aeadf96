package org.earshot.softphone.media.audio;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.earshot.softphone.media.processing.Resampler;

/// Reads a PCM WAV stream (RIFF, little-endian; also WAVE_FORMAT_EXTENSIBLE with the PCM subtype) as 48 kHz mono: channels are averaged, any rate
/// is resampled. A file that ends in the middle of its data gives what is there. Pure but for the stream; limits keep a hostile file from taking
/// memory.
public final class WavReader {
    /// Longer files are refused: 10 minutes are 58 MB here.
    static final int MAX_SECONDS = 600;

    private static final int RIFF = tag("RIFF");
    private static final int WAVE = tag("WAVE");
    private static final int FMT = tag("fmt ");
    private static final int DATA = tag("data");
    private static final int PCM = 1;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int FMT_SIZE = 16;
    private static final int EXTENSIBLE_SIZE = 40;
    private static final int MAX_FMT_SIZE = 1_024;
    private static final int SUBTYPE = 24; // where the real format stands in an extensible one
    private static final int BLOCK = 1_024; // samples at a time

    private final InputStream in;

    private WavReader(InputStream in) {
        this.in = in;
    }

    /// Reads all of it; the stream stays open.
    ///
    /// @throws IOException when it is no PCM WAV, is longer than [#MAX_SECONDS], or cannot be read; the message is for a person
    public static short[] read(InputStream in) throws IOException {
        try {
            return new WavReader(new BufferedInputStream(in)).samples();
        } catch (EOFException e) {
            throw new IOException("it ends before its sound begins", e);
        }
    }

    private short[] samples() throws IOException {
        if (int32() != RIFF) {
            throw new IOException("it is no WAV file (no RIFF header)");
        }
        int32(); // its size: often wrong, never needed
        if (int32() != WAVE) {
            throw new IOException("it is no WAV file (RIFF, but not WAVE)");
        }
        WavFormat format = null;
        while (true) {
            int chunk = int32();
            long size = int32() & 0xFFFF_FFFFL;
            if (chunk == FMT) {
                format = format(size);
            } else if (chunk == DATA) {
                if (format == null) {
                    throw new IOException("its data chunk comes before its format");
                }
                return new Conversion(format).of(in, size);
            } else {
                in.skipNBytes(size + (size & 1)); // chunks are padded to even length
            }
        }
    }

    private WavFormat format(long size) throws IOException {
        if (size < FMT_SIZE || size > MAX_FMT_SIZE) {
            throw new IOException("its format chunk has " + size + " bytes");
        }
        ByteBuffer fmt =
                ByteBuffer.wrap(bytes((int) (size + (size & 1)))).order(ByteOrder.LITTLE_ENDIAN);
        int tag = fmt.getShort(0) & 0xFFFF;
        if (tag == EXTENSIBLE && size >= EXTENSIBLE_SIZE) {
            tag = fmt.getShort(SUBTYPE) & 0xFFFF;
        }
        if (tag != PCM) {
            throw new IOException(
                    "its encoding (format tag %d) is not PCM: convert it to 16 bit PCM"
                            .formatted(tag));
        }
        var format =
                new WavFormat(fmt.getShort(2) & 0xFFFF, fmt.getInt(4), fmt.getShort(14) & 0xFFFF);
        boolean knownBits = format.bits() > 0 && format.bits() <= 32 && format.bits() % 8 == 0;
        boolean knownRate = format.rate() > 0 && format.rate() <= Resampler.MAX_RATE;
        if (!knownBits
                || !knownRate
                || format.channels() < 1
                || format.channels() > WavFormat.MAX_CHANNELS) {
            throw new IOException(
                    "it has %d channels of %d bits at %d Hz, which no phone can play"
                            .formatted(format.channels(), format.bits(), format.rate()));
        }
        return format;
    }

    private int int32() throws IOException {
        return ByteBuffer.wrap(bytes(4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    private static int tag(String text) {
        return text.charAt(0) | text.charAt(1) << 8 | text.charAt(2) << 16 | text.charAt(3) << 24;
    }

    /// From the bytes of the data chunk to 48 kHz mono.
    private static final class Conversion {
        private final WavFormat format;
        private final Resampler resampler; // null: it is 48 kHz already
        private final short[] mono = new short[BLOCK];
        private short[] result = new short[AudioFrame.SAMPLE_RATE];
        private int length;

        Conversion(WavFormat format) {
            this.format = format;
            resampler =
                    format.rate() == AudioFrame.SAMPLE_RATE
                            ? null
                            : new Resampler(
                                    format.rate(), AudioFrame.SAMPLE_RATE, Resampler.FINE, BLOCK);
        }

        short[] of(InputStream in, long size) throws IOException {
            long left = size;
            while (left >= format.blockAlign()) {
                int wanted = (int) Math.min(left, (long) BLOCK * format.blockAlign());
                byte[] bytes = in.readNBytes(wanted);
                left -= bytes.length;
                append(bytes);
                if (bytes.length < wanted) {
                    break; // truncated: play what there is
                }
            }
            return Arrays.copyOf(result, length);
        }

        private void append(byte[] bytes) throws IOException {
            int samples = bytes.length / format.blockAlign();
            for (int i = 0; i < samples; i++) {
                mono[i] = mixed(bytes, i * format.blockAlign());
            }
            int most = resampler == null ? samples : resampler.maxOutput(samples);
            if (length + most > MAX_SECONDS * AudioFrame.SAMPLE_RATE) {
                throw new IOException("it is longer than " + MAX_SECONDS / 60 + " minutes");
            }
            if (length + most > result.length) {
                result = Arrays.copyOf(result, Math.max(2 * result.length, length + most));
            }
            if (resampler == null) {
                System.arraycopy(mono, 0, result, length, samples);
                length += samples;
            } else {
                length += resampler.process(mono, 0, samples, result, length);
            }
        }

        private short mixed(byte[] bytes, int offset) {
            int width = format.bits() / 8;
            long sum = 0;
            for (int channel = 0; channel < format.channels(); channel++) {
                sum += sample(bytes, offset + channel * width, width);
            }
            return (short) (sum / format.channels());
        }

        /// The upper 16 bits of a sample.
        private static int sample(byte[] bytes, int at, int width) {
            return width == 1
                    ? ((bytes[at] & 0xFF) - 128) << 8
                    : bytes[at + width - 1] << 8 | (bytes[at + width - 2] & 0xFF);
        }
    }
}
