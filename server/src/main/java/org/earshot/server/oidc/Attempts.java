package org.earshot.server.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Logins that have begun, in the memory of this process; each ends once, or after ten minutes. Bounded: the oldest gives way. Thread-safe.
public final class Attempts {
    static final int MOST = 1000;
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Attempt> begun = new LinkedHashMap<>();

    public Attempts(InstantSource clock) {
        this.clock = clock;
    }

    /// A new one.
    public synchronized Attempt begin() {
        Instant now = clock.instant();
        begun.values().removeIf(one -> !now.isBefore(one.endsAt()));
        while (begun.size() >= MOST) {
            begun.remove(begun.keySet().iterator().next());
        }
        Attempt attempt = Attempt.begin(random, now.plus(LIFE));
        begun.put(attempt.state(), attempt);
        return attempt;
    }

    /// The one that comes back; it does so once.
    ///
    /// @param browser what the browser's cookie says
    public synchronized Optional<Attempt> end(String state, String browser) {
        Attempt attempt = begun.get(state);
        if (attempt == null
                || !MessageDigest.isEqual(
                        attempt.browser().getBytes(StandardCharsets.UTF_8),
                        browser.getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty(); // another browser does not end it
        }
        begun.remove(state);
        return Optional.of(attempt).filter(one -> clock.instant().isBefore(one.endsAt()));
    }

    synchronized int size() {
        return begun.size();
    }
}
