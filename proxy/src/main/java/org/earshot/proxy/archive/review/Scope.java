package org.earshot.proxy.archive.review;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.proxy.archive.Facts;

/// Whose messages a rule is about. Pure.
///
/// @param addresses of persons and groups, `sip:name@domain`; empty: everybody's
/// @param direction which of theirs
public record Scope(Set<String> addresses, Direction direction) {
    /// All messages.
    public static final Scope ALL = new Scope(Set.of(), Direction.ANY);

    private static final int MOST = 500;

    /// Which messages of somebody.
    public enum Direction {
        ANY,
        /// What they got. What is written to a group is got by it and its members.
        INBOUND,
        /// What they wrote.
        OUTBOUND,
        /// What they wrote to each other.
        BETWEEN;

        /// As it is typed.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// What [#text] gave.
        public static Optional<Direction> of(String text) {
            return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
        }
    }

    /// @throws IllegalArgumentException that says what is wrong
    public Scope {
        if (addresses.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " addresses");
        }
        if (direction == Direction.BETWEEN && addresses.size() == 1) {
            throw new IllegalArgumentException("between whom? name two addresses or more");
        }
        if (direction != Direction.ANY && addresses.isEmpty()) {
            throw new IllegalArgumentException(direction.text() + " of whom? name an address");
        }
        addresses = Set.copyOf(addresses);
    }

    /// Whether a message is among them.
    boolean has(Facts message) {
        if (addresses.isEmpty()) {
            return true;
        }
        boolean written = message.first("from").filter(addresses::contains).isPresent();
        List<String> to = message.all("to");
        boolean got = to.stream().anyMatch(addresses::contains);
        return switch (direction) {
            case ANY -> written || got;
            case INBOUND -> got;
            case OUTBOUND -> written;
            case BETWEEN -> written && got && !to.equals(message.all("from"));
        };
    }

    /// For people.
    public String words() {
        return addresses.isEmpty()
                ? "everybody"
                : direction.text() + " " + String.join(", ", new TreeSet<>(addresses));
    }
}
