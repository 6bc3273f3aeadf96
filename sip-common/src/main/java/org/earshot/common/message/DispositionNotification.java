package org.earshot.common.message;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a sender wants to be told of a message (RFC 5438 §6.2, `imdn.Disposition-Notification`).
public enum DispositionNotification {
    POSITIVE_DELIVERY,
    NEGATIVE_DELIVERY,
    PROCESSING,
    DISPLAY;

    /// As it stands in the header.
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads a header's value. Unknown ones and parameters are left out.
    static Set<DispositionNotification> parse(String value) {
        Set<DispositionNotification> all = EnumSet.noneOf(DispositionNotification.class);
        for (String item : value.split(",", -1)) {
            String token = item.split(";", 2)[0].strip();
            ofToken(token).ifPresent(all::add);
        }
        return all;
    }

    static String format(Set<DispositionNotification> notifications) {
        return notifications.stream()
                .sorted()
                .map(DispositionNotification::token)
                .collect(Collectors.joining(", "));
    }

    private static Optional<DispositionNotification> ofToken(String token) {
        for (DispositionNotification notification : values()) {
            if (notification.token().equalsIgnoreCase(token)) {
                return Optional.of(notification);
            }
        }
        return Optional.empty();
    }
}
