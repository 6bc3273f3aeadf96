package org.earshot.common.quality;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// How one of the two phones hears the other (RFC 6035 §4.6: `LocalMetrics`, `RemoteMetrics`).
///
/// @param start when media began to run; to the millisecond
/// @param stop when it ended; phones say what they like, also an earlier time
/// @param codec its name as in SDP, 1–32 letters, digits and `-_.`
/// @param values what was measured; what is not known is absent
public record StreamQuality(
        Optional<Instant> start,
        Optional<Instant> stop,
        Optional<String> codec,
        Map<Measure, Double> values) {
    private static final Pattern CODEC = Pattern.compile("[A-Za-z0-9_.-]{1,32}");

    public StreamQuality {
        EnumMap<Measure, Double> rounded = new EnumMap<>(Measure.class);
        values.forEach((measure, value) -> {
            if (!measure.takes(value)) {
                throw new IllegalArgumentException(measure + " of " + value);
            }
            rounded.put(measure, measure.rounded(value));
        });
        values = Collections.unmodifiableMap(rounded);
        if (!codec.map(StreamQuality::isCodec).orElse(true)) {
            throw new IllegalArgumentException("a codec's name that is none");
        }
    }

    static boolean isCodec(String name) {
        return CODEC.matcher(name).matches();
    }

    /// One of the values.
    public OptionalDouble value(Measure measure) {
        Double value = values.get(measure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
