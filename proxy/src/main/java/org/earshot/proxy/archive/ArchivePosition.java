package org.earshot.proxy.archive;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which record: its chain and its number there, from 0.
public record ArchivePosition(UUID chain, long number) {
    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(0|[1-9][0-9]{0,17})");

    /// Reads what [#toString] wrote.
    public static Optional<ArchivePosition> of(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new ArchivePosition(
                                UUID.fromString(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return chain + "/" + number;
    }
}
