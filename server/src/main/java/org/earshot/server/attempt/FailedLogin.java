package org.earshot.server.attempt;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Logins that failed on one day, of one account from one address.
///
/// @param day of UTC
/// @param account a name that exists; "" for all names that nobody has: what somebody typed there may be a password
/// @param network an IPv4 address, or the /64 of an IPv6 one; "" where there were too many
public record FailedLogin(
        LocalDate day,
        Kind kind,
        String account,
        String network,
        long times,
        Instant firstAt,
        Instant lastAt) {

    /// What somebody wanted to log in to.
    public enum Kind {
        /// SIP, HTTPS for phones, or the relay for files.
        PHONE,
        CONSOLE;

        /// As it is stored and shown.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> of(String text) {
            return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
        }
    }
}
