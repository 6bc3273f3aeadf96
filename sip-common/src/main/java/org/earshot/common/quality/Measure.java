package org.earshot.common.quality;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A number of a report (RFC 6035 §4.6), in the order in which they are written: first its line, then its name there.
public enum Measure {
    /// Payload type.
    PT("SessionDesc", 0, 127, 0),
    /// Samples a second.
    SR("SessionDesc", 0, 999_999, 0),
    /// Milliseconds in a frame.
    FD("SessionDesc", 0, 9999, 0),
    /// Octets in a frame.
    FO("SessionDesc", 0, 99_999, 0),
    /// Frames in a packet.
    FPP("SessionDesc", 0, 99, 0),
    /// Packets a second.
    PPS("SessionDesc", 0, 99_999, 0),
    /// Packet loss concealment: 0 not known, 1 none, 2 standard, 3 enhanced.
    PLC("SessionDesc", 0, 3, 0),
    /// Whether the jitter buffer adapts: 0 not known, 1 reserved, 2 no, 3 yes.
    JBA("JitterBuffer", 0, 3, 0),
    /// How quickly it does, 0–15.
    JBR("JitterBuffer", 0, 15, 0),
    /// Its usual delay in milliseconds.
    JBN("JitterBuffer", 0, 65_535, 0),
    /// The longest in milliseconds, now.
    JBM("JitterBuffer", 0, 65_535, 0),
    /// The longest in milliseconds, ever.
    JBX("JitterBuffer", 0, 65_535, 0),
    /// Percent of the packets that the network lost.
    NLR("PacketLoss", 0, 100, 1),
    /// Percent of the packets that came too late for the jitter buffer.
    JDR("PacketLoss", 0, 100, 1),
    /// Percent of the packets that are missing within bursts.
    BLD("BurstGapLoss", 0, 100, 1),
    /// Mean length of a burst in milliseconds.
    BD("BurstGapLoss", 0, 3_600_000, 0),
    /// Percent of the packets that are missing between bursts.
    GLD("BurstGapLoss", 0, 100, 1),
    /// Mean length of what lies between bursts in milliseconds.
    GD("BurstGapLoss", 0, 3_600_000, 0),
    /// See RFC 3611 §4.7.2.
    GMIN("BurstGapLoss", 0, 255, 0),
    /// Round trip in milliseconds.
    RTD("Delay", 0, 65_535, 0),
    /// Delay within the phone in milliseconds.
    ESD("Delay", 0, 65_535, 0),
    /// One way in milliseconds.
    OWD("Delay", 0, 65_535, 0),
    /// One way, taken to be the same both ways, in milliseconds.
    SOWD("Delay", 0, 65_535, 0),
    /// Interarrival jitter in milliseconds.
    IAJ("Delay", 0, 65_535, 0),
    /// Mean absolute jitter in milliseconds.
    MAJ("Delay", 0, 65_535, 0),
    /// Signal level in dBm0.
    SL("Signal", -128, 127, 0),
    /// Noise level in dBm0.
    NL("Signal", -128, 127, 0),
    /// Residual echo return loss in dB.
    RERL("Signal", 0, 127, 0),
    /// R for listening; 127 is not known.
    RLQ("QualityEst", 0, 127, 0),
    /// R for conversation; 127 is not known.
    RCQ("QualityEst", 0, 127, 0),
    /// R behind a gateway, from there; 127 is not known.
    EXTRI("QualityEst", 0, 127, 0),
    /// R behind a gateway, to there; 127 is not known.
    EXTRO("QualityEst", 0, 127, 0),
    /// Opinion score for listening.
    MOSLQ("QualityEst", 0, 5, 2),
    /// Opinion score for conversation.
    MOSCQ("QualityEst", 0, 5, 2);

    private static final List<String> LINES =
            Arrays.stream(values()).map(Measure::line).distinct().toList();

    private final String line;
    private final double least;
    private final double most;
    private final int decimals;

    Measure(String line, double least, double most, int decimals) {
        this.line = line;
        this.least = least;
        this.most = most;
        this.decimals = decimals;
    }

    /// The name of the line that it stands in, such as `PacketLoss`.
    String line() {
        return line;
    }

    /// The names of all lines, in the order of the RFC.
    static List<String> lines() {
        return LINES;
    }

    static Optional<Measure> of(String line, String name) {
        return Arrays.stream(values())
                .filter(one -> one.line.equalsIgnoreCase(line) && one.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Whether it can have that value.
    public boolean takes(double value) {
        return value >= least && value <= most;
    }

    /// A value as it is written; what is finer is rounded.
    double rounded(double value) {
        double scale = Math.pow(10, decimals);
        return Math.round(value * scale) / scale;
    }

    String format(double value) {
        return name() + "=" + String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
