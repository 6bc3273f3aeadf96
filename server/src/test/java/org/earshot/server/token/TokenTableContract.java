package org.earshot.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.earshot.common.login.Person;
import org.earshot.common.login.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a table of tokens does, whatever is under it. Each test may find rows of other domains there.
abstract class TokenTableContract {
    private static final AtomicInteger domains = new AtomicInteger();
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.000001Z");

    private final SecureRandom random = new SecureRandom();
    private final Person adam =
            new Person(
                    UUID.randomUUID(), "adam", Role.ADMINISTRATOR, NOW, "a test", Optional.empty());
    private TokenTable table;

    /// @param owner who is there
    abstract TokenTable open(String domain, Person owner);

    @BeforeEach
    void start() {
        table = open("t" + domains.incrementAndGet() + ".example.org", adam);
    }

    private ApiToken token(String name, Instant created) {
        return new ApiToken(
                UUID.randomUUID(),
                adam.id(),
                adam.name(),
                name,
                Set.of(Scope.LIVE_READ, Scope.PEOPLE_READ),
                created,
                created.plus(Duration.ofDays(1)),
                Optional.empty(),
                "",
                Optional.empty(),
                "");
    }

    private byte[] secret() {
        return TokenSecret.random(random).hash();
    }

    @Test
    void oneIsFoundByItsSecretAndByItsId() {
        byte[] secret = secret();
        ApiToken token = token("Nächtlicher Import", NOW);
        assertThat(table.add(token, secret, 5)).isTrue();
        assertThat(table.find(secret)).contains(token);
        assertThat(table.find(token.id())).contains(token);
        assertThat(table.find(secret())).isEmpty();
        assertThat(table.find(UUID.randomUUID())).isEmpty();
        assertThat(table.list()).containsExactly(token);
    }

    @Test
    void theLatestComesFirst() {
        ApiToken old = token("old", NOW);
        ApiToken late = token("late", NOW.plusSeconds(1));
        table.add(old, secret(), 5);
        table.add(late, secret(), 5);
        assertThat(table.list()).containsExactly(late, old);
    }

    @Test
    void aUseIsNoted() {
        ApiToken token = token("ci", NOW);
        table.add(token, secret(), 5);
        table.used(token.id(), NOW.plusSeconds(7), "2001:db8::1");
        ApiToken used = table.find(token.id()).orElseThrow();
        assertThat(used.lastUsedAt()).contains(NOW.plusSeconds(7));
        assertThat(used.lastUsedFrom()).isEqualTo("2001:db8::1");
    }

    @Test
    void oneIsRevokedOnce() {
        ApiToken token = token("ci", NOW);
        table.add(token, secret(), 5);
        assertThat(table.revoke(token.id(), NOW.plusSeconds(1), "olga")).isTrue();
        assertThat(table.revoke(token.id(), NOW.plusSeconds(2), "otto")).isFalse();
        assertThat(table.revoke(UUID.randomUUID(), NOW, "otto")).isFalse();
        ApiToken revoked = table.find(token.id()).orElseThrow();
        assertThat(revoked.revokedAt()).contains(NOW.plusSeconds(1));
        assertThat(revoked.revokedBy()).isEqualTo("olga");
        assertThat(revoked.isGood(NOW)).isFalse();
    }

    @Test
    void onlySoManyAreGoodAtATime() throws Exception {
        ApiToken first = token("first", NOW);
        assertThat(table.add(first, secret(), 3)).isTrue();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> tries =
                    IntStream.range(0, 16)
                            .<Callable<Boolean>>mapToObj(
                                    i -> () -> table.add(token("t" + i, NOW), secret(), 3))
                            .toList();
            int made = 0;
            for (Future<Boolean> one : threads.invokeAll(tries)) {
                made += one.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(2);
        }
        table.revoke(first.id(), NOW, "adam");
        assertThat(table.add(token("another", NOW), secret(), 3)).isTrue();
        assertThat(table.add(token("too many", NOW), secret(), 3)).isFalse();
        assertThat(
                        table.add(
                                token("when those are over", NOW.plus(Duration.ofDays(1))),
                                secret(),
                                3))
                .isTrue();
    }

    @Test
    void whatEndedLongAgoIsForgotten() {
        ApiToken good = token("good", NOW);
        ApiToken over = token("over", NOW.minus(Duration.ofDays(9)));
        ApiToken revoked = token("revoked", NOW);
        for (ApiToken token : List.of(good, over, revoked)) {
            table.add(token, secret(), 5);
        }
        table.revoke(revoked.id(), NOW.minus(Duration.ofDays(8)), "adam");
        assertThat(table.forget(NOW.minus(Duration.ofDays(7)))).isGreaterThanOrEqualTo(2);
        assertThat(table.list()).containsExactly(good);
    }

    @Test
    void anotherDomainSeesNothingOfIt() {
        byte[] secret = secret();
        ApiToken token = token("ci", NOW);
        table.add(token, secret, 5);
        TokenTable other =
                open(
                        "t" + domains.incrementAndGet() + ".example.org",
                        new Person(
                                UUID.randomUUID(),
                                "adam",
                                Role.ADMINISTRATOR,
                                NOW,
                                "a test",
                                Optional.empty()));
        assertThat(other.find(secret)).isEmpty();
        assertThat(other.find(token.id())).isEmpty();
        assertThat(other.list()).isEmpty();
        assertThat(other.revoke(token.id(), NOW, "adam")).isFalse();
    }
}
