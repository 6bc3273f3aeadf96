package org.earshot.common.mime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/// Times as CPIM (RFC 3339) and XML (xs:dateTime) write them. Stateless.
public final class Rfc3339 {
    private static final int LONGEST = 64;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Rfc3339() {}

    /// Reads a time. One without a zone, which xs:dateTime allows, is taken for UTC. A leap second is the second
    /// after it.
    ///
    /// @return empty if it is none, or not in the years 0000 to 9999
    public static Optional<Instant> parse(String text) {
        String time = text.strip();
        if (time.length() > LONGEST) {
            return Optional.empty();
        }
        boolean leap = time.length() > 19 && time.startsWith(":60", 16);
        if (leap) {
            time = time.substring(0, 16) + ":59" + time.substring(19);
        }
        try {
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(
                            time, OffsetDateTime::from, LocalDateTime::from);
            Instant instant =
                    read instanceof OffsetDateTime offset
                            ? offset.toInstant()
                            : LocalDateTime.from(read).toInstant(ZoneOffset.UTC);
            return Optional.of(leap ? instant.plusSeconds(1) : instant).filter(Rfc3339::isWritable);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /// Writes a time in UTC, such as `2026-01-31T08:15:30Z`, with a fraction where there is one.
    ///
    /// @throws IllegalArgumentException outside of the years 0000 to 9999
    public static String format(Instant time) {
        if (!isWritable(time)) {
            throw new IllegalArgumentException("no year of four digits");
        }
        return time.toString();
    }

    /// Whether the year has four digits.
    public static boolean isWritable(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(END);
    }
}
