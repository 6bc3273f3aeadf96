package org.earshot.proxy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Message;
import javax.sip.message.Request;

/// What a 2xx to INVITE or UPDATE says of the session timer (RFC 4028 §4). Pure.
final class SessionTimer {
    private static final String NAME = "Session-Expires";

    /// Nothing shorter is allowed (§4).
    private static final long LEAST_SECONDS = 90;

    private static final int MOST_DIGITS = 9;

    /// §7.4.
    private static final Set<String> REFRESHES = Set.of(Request.INVITE, Request.UPDATE);

    private SessionTimer() {}

    /// Whether a request within a call refreshes it, if it is answered by a 2xx.
    static boolean isRefresh(String method) {
        return REFRESHES.contains(method);
    }

    /// Within what time it must be refreshed; empty: there is no session timer.
    static Optional<Duration> of(Message answer) {
        return Headers.all(answer, NAME).stream()
                .findFirst()
                .map(header -> Headers.value(header).split(";", 2)[0].strip())
                .filter(text -> text.matches("\\d{1," + MOST_DIGITS + "}"))
                .map(text -> Duration.ofSeconds(Math.max(LEAST_SECONDS, Long.parseLong(text))));
    }
}
