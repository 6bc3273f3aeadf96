package org.earshot.softphone.media.rtp;

import java.nio.ByteBuffer;

/// How one source is heard, as RTCP XR tells it (RFC 3611 §4.7). Levels and echo, which we don't measure, are written as unavailable and
/// not read. Pure.
///
/// @param ssrc   of the source
/// @param gMin   see [LossPattern#G_MIN]; 0–255
public record VoipMetrics(
        int ssrc, Losses losses, Delays delays, int gMin, Scores scores, Buffer buffer) {

    /// What stands for a level, a rating or a score that is not known.
    public static final int UNAVAILABLE = 127;

    /// Of the block, behind its header of one word.
    static final int WORDS = 8;

    private static final int HEARD_AND_REPAIRED =
            0b10_11_0000; // enhanced concealment, adaptive buffer

    /// Checks the range.
    public VoipMetrics {
        octet(gMin);
    }

    /// What was not played (§4.7.1, §4.7.2). Shares in 256ths, 0–255.
    ///
    /// @param lossRate     never came, and was not repaired
    /// @param discardRate  came too late or too early
    /// @param burstDensity of either, within bursts
    /// @param gapDensity   of either, elsewhere
    /// @param burstMillis  mean length of a burst, 0–65,535
    /// @param gapMillis    mean length of what lies between, 0–65,535
    public record Losses(
            int lossRate,
            int discardRate,
            int burstDensity,
            int gapDensity,
            int burstMillis,
            int gapMillis) {
        /// Checks the ranges.
        public Losses {
            octet(lossRate);
            octet(discardRate);
            octet(burstDensity);
            octet(gapDensity);
            word(burstMillis);
            word(gapMillis);
        }
    }

    /// §4.7.3, 0–65,535 ms.
    ///
    /// @param roundTripMillis by RTCP, 0 where it is not known
    /// @param endSystemMillis from the wire to the ear and from the mouth to the wire, at who reports
    public record Delays(int roundTripMillis, int endSystemMillis) {
        /// Checks the ranges.
        public Delays {
            word(roundTripMillis);
            word(endSystemMillis);
        }
    }

    /// §4.7.5, each [#UNAVAILABLE] where it is not known.
    ///
    /// @param rating       R, 0–100
    /// @param listening    ten times the opinion score without regard to delay, 10–50
    /// @param conversation the same with delay
    public record Scores(int rating, int listening, int conversation) {
        /// Checks the ranges.
        public Scores {
            octet(rating);
            octet(listening);
            octet(conversation);
        }
    }

    /// §4.7.7, 0–65,535 ms.
    ///
    /// @param nominalMillis         delay of a packet that comes in time
    /// @param maximumMillis         delay of the earliest packet that is not discarded
    /// @param absoluteMaximumMillis what the former may grow to
    public record Buffer(int nominalMillis, int maximumMillis, int absoluteMaximumMillis) {
        /// Checks the ranges.
        public Buffer {
            word(nominalMillis);
            word(maximumMillis);
            word(absoluteMaximumMillis);
        }
    }

    /// A share of 0–1 in 256ths.
    public static int share(double part) {
        return (int) Math.clamp(part * 256, 0, 255);
    }

    /// Milliseconds that fit, 0–65,535.
    public static int millis(double duration) {
        return Math.clamp(Math.round(duration), 0, 0xFFFF);
    }

    void write(ByteBuffer to) {
        to.putInt(ssrc)
                .put((byte) losses.lossRate)
                .put((byte) losses.discardRate)
                .put((byte) losses.burstDensity)
                .put((byte) losses.gapDensity)
                .putShort((short) losses.burstMillis)
                .putShort((short) losses.gapMillis)
                .putShort((short) delays.roundTripMillis)
                .putShort((short) delays.endSystemMillis)
                .put((byte) UNAVAILABLE) // signal level
                .put((byte) UNAVAILABLE) // noise level
                .put((byte) UNAVAILABLE) // residual echo return loss
                .put((byte) gMin)
                .put((byte) scores.rating)
                .put((byte) UNAVAILABLE) // rating of what lies behind a gateway
                .put((byte) scores.listening)
                .put((byte) scores.conversation)
                .put((byte) HEARD_AND_REPAIRED)
                .put((byte) 0)
                .putShort((short) buffer.nominalMillis)
                .putShort((short) buffer.maximumMillis)
                .putShort((short) buffer.absoluteMaximumMillis);
    }

    /// @param from holds [#WORDS] words from its position on
    static VoipMetrics read(ByteBuffer from) {
        int at = from.position();
        return new VoipMetrics(
                from.getInt(at),
                new Losses(
                        octetAt(from, at + 4),
                        octetAt(from, at + 5),
                        octetAt(from, at + 6),
                        octetAt(from, at + 7),
                        wordAt(from, at + 8),
                        wordAt(from, at + 10)),
                new Delays(wordAt(from, at + 12), wordAt(from, at + 14)),
                octetAt(from, at + 19),
                new Scores(octetAt(from, at + 20), octetAt(from, at + 22), octetAt(from, at + 23)),
                new Buffer(wordAt(from, at + 26), wordAt(from, at + 28), wordAt(from, at + 30)));
    }

    private static int octetAt(ByteBuffer from, int at) {
        return from.get(at) & 0xFF;
    }

    private static int wordAt(ByteBuffer from, int at) {
        return from.getShort(at) & 0xFFFF;
    }

    private static void octet(int value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException(value + " in 8 bits");
        }
    }

    private static void word(int value) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException(value + " in 16 bits");
        }
    }
}
