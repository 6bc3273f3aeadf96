package org.earshot.server.token;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.login.Person;
import org.earshot.common.login.StoredLogin;

/// Makes tokens, and says whose one is. Each use looks into the store, so that one that was revoked, or whose owner lost the role, serves
/// no more from that moment on, on every node. Thread-safe; calls may block.
public final class Tokens {
    /// How many of one owner are good at a time.
    public static final int MOST = 50;

    /// How long ended ones are listed; the record has them for longer.
    private static final Duration LISTED = Duration.ofDays(90);

    /// How exact the time of the last use is: a busy program does not write a row with each request.
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private static final int LONGEST_WORDS = 255;

    private final TokenTable table;
    private final Function<String, Optional<StoredLogin>> logins;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /// @param logins how somebody logs in now; empty for who has no role
    public Tokens(
            TokenTable table, Function<String, Optional<StoredLogin>> logins, InstantSource clock) {
        this.table = table;
        this.logins = logins;
        this.clock = clock;
    }

    /// A token as it was made.
    ///
    /// @param secret kept nowhere else
    public record Made(ApiToken token, TokenSecret secret) {}

    /// Makes one.
    ///
    /// @param scopes at least one
    /// @param good how long
    /// @return empty if its owner has [#MOST] already
    /// @throws IllegalArgumentException that says what a name may be, or which scope the owner's role does not have
    public Optional<Made> make(Person owner, String name, Set<Scope> scopes, Duration good) {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a token without a scope is good for nothing");
        }
        for (Scope scope : scopes) {
            if (!scope.suits(owner.role())) {
                throw new IllegalArgumentException(
                        owner.words() + " may not do what " + scope.text() + " is for");
            }
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        table.forget(now.minus(LISTED));
        TokenSecret secret = TokenSecret.random(random);
        ApiToken token =
                new ApiToken(
                        UUID.randomUUID(),
                        owner.id(),
                        owner.name(),
                        name,
                        scopes,
                        now,
                        now.plus(good),
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        "");
        return table.add(token, secret.hash(), MOST)
                ? Optional.of(new Made(token, secret))
                : Optional.empty();
    }

    /// A token that is good now, and whose owner has a role now.
    public record Good(ApiToken token, Person owner) {}

    /// Whose this is.
    ///
    /// @param text as it was sent
    /// @return empty: nobody's, or it serves no more
    /// @throws StoreUnavailableException if that can't be known now
    public Optional<Good> find(String text) {
        return TokenSecret.of(text)
                .flatMap(secret -> table.find(secret.hash()))
                .filter(token -> token.isGood(clock.instant()))
                .flatMap(token -> owner(token).map(owner -> new Good(token, owner)));
    }

    private Optional<Person> owner(ApiToken token) {
        return logins.apply(token.owner())
                .map(StoredLogin::person)
                .filter(person -> person.id().equals(token.ownerId()))
                .filter(Person::isActive);
    }

    /// Notes that one was used.
    ///
    /// @param from the address
    public void used(ApiToken token, String from) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean lately =
                token.lastUsedAt().filter(at -> now.isBefore(at.plus(NOTED_EVERY))).isPresent()
                        && token.lastUsedFrom().equals(from);
        if (!lately) {
            table.used(token.id(), now, from);
        }
    }

    /// All, the latest first, also those that ended lately.
    public List<ApiToken> list() {
        return table.list();
    }

    /// By its id.
    public Optional<ApiToken> find(UUID id) {
        return table.find(id);
    }

    /// In a word: `good`, `over`, `revoked`, or `orphaned` where its owner has lost the role.
    public String state(ApiToken token) {
        if (token.revokedAt().isPresent()) {
            return "revoked";
        }
        if (!token.isGood(clock.instant())) {
            return "over";
        }
        return owner(token).isPresent() ? "good" : "orphaned";
    }

    /// Ends one at once.
    ///
    /// @return false if there is none of that id that is not revoked yet
    public boolean revoke(UUID id, String by) {
        return table.revoke(
                id,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                by.length() > LONGEST_WORDS ? by.substring(0, LONGEST_WORDS) : by);
    }
}
