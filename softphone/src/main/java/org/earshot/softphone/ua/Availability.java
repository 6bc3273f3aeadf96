package org.earshot.softphone.ua;

import java.util.Locale;
import org.earshot.common.presence.PresenceStatus;

/// How somebody can be reached.
public enum Availability {
    AVAILABLE,
    BUSY,
    ON_THE_PHONE,
    AWAY,
    OFFLINE,
    /// Nobody tells us: the server is away, or knows no presence, or does not let us know.
    UNKNOWN;

    static Availability of(PresenceStatus status) {
        return valueOf(status.name());
    }

    PresenceStatus status() {
        return PresenceStatus.valueOf(name());
    }

    /// Reads what the user may say of himself.
    ///
    /// @param word `available`, `busy`, `away` or `offline`
    /// @throws IllegalArgumentException with a sentence for the user
    public static Availability ofWord(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "available" -> AVAILABLE;
            case "busy" -> BUSY;
            case "away" -> AWAY;
            case "offline" -> OFFLINE;
            default ->
                    throw new IllegalArgumentException(
                            "usage: presence available|busy|away|offline [NOTE]");
        };
    }

    /// Such as `on-the-phone`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
