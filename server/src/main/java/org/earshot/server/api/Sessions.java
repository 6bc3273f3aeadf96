package org.earshot.server.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.login.Person;
import org.earshot.common.login.StoredLogin;

/// Who has logged in, in the memory of this process. One ends when nothing was done in it for a while, at the latest some hours after
/// it began, and when its person has lost the role or got another login. Thread-safe.
public final class Sessions {
    /// Far more than an organisation has people with a role.
    private static final int MOST = 1000;

    private static final int SECRET = 32;

    private final Function<String, Optional<StoredLogin>> logins;
    private final Supplier<Duration> idle;
    private final Supplier<Duration> longest;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Kept> sessions = new LinkedHashMap<>();

    /// @param logins how somebody logs in now; empty for who has no role
    public Sessions(
            Function<String, Optional<StoredLogin>> logins,
            Supplier<Duration> idle,
            Supplier<Duration> longest,
            InstantSource clock) {
        this.logins = logins;
        this.idle = idle;
        this.longest = longest;
        this.clock = clock;
    }

    private record Kept(Session session, StoredLogin.Secrets secrets, Instant usedAt) {}

    /// What was begun.
    ///
    /// @param token for the cookie; known to nobody else, and kept here as its hash only
    record Begun(String token, Session session) {
        @Override
        public String toString() {
            return "Begun[" + session + "]";
        }
    }

    /// Begins one.
    ///
    /// @return empty if the person has just lost the role
    Optional<Begun> begin(Person person) {
        Optional<StoredLogin> login = login(person);
        if (login.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        String token = secret();
        Session session = new Session(person, secret(), now.plus(longest.get()));
        synchronized (sessions) {
            sessions.values().removeIf(kept -> isOver(kept, now));
            while (sessions.size() >= MOST) {
                sessions.remove(sessions.keySet().iterator().next());
            }
            sessions.put(hash(token), new Kept(session, login.get().secrets(), now));
        }
        return Optional.of(new Begun(token, session));
    }

    /// The session of a cookie.
    ///
    /// @param counts whether something is done in it, so that it is not idle; false for what a page asks by itself
    Optional<Session> find(String token, boolean counts) {
        String key = hash(token);
        Instant now = clock.instant();
        Kept kept;
        synchronized (sessions) {
            kept = sessions.get(key);
            if (kept == null) {
                return Optional.empty();
            }
            if (isOver(kept, now)) {
                sessions.remove(key);
                return Optional.empty();
            }
        }
        if (!isStill(kept)) {
            end(token);
            return Optional.empty();
        }
        if (counts) {
            Kept used = new Kept(kept.session(), kept.secrets(), now);
            synchronized (sessions) {
                sessions.computeIfPresent(key, (_, _) -> used);
            }
        }
        return Optional.of(kept.session());
    }

    /// While the database is away it can't be known: whatever the session does then needs the record, which is away too.
    private boolean isStill(Kept kept) {
        try {
            return login(kept.session().person())
                    .filter(login -> login.secrets().equals(kept.secrets()))
                    .isPresent();
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    private Optional<StoredLogin> login(Person person) {
        return logins.apply(person.name())
                .filter(login -> login.person().id().equals(person.id()))
                .filter(login -> login.person().isActive());
    }

    private boolean isOver(Kept kept, Instant now) {
        return !now.isBefore(kept.session().endsAt())
                || !now.isBefore(kept.usedAt().plus(idle.get()));
    }

    /// Ends one.
    void end(String token) {
        synchronized (sessions) {
            sessions.remove(hash(token));
        }
    }

    /// How many there are.
    int count() {
        Instant now = clock.instant();
        synchronized (sessions) {
            sessions.values().removeIf(kept -> isOver(kept, now));
            return sessions.size();
        }
    }

    /// How long one lasts in which nothing is done.
    Duration idle() {
        return idle.get();
    }

    private String secret() {
        byte[] bytes = new byte[SECRET];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
