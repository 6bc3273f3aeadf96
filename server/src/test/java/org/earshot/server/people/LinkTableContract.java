package org.earshot.server.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a table of links does, whatever is under it. Each test may find links of others there.
abstract class LinkTableContract {
    private static final AtomicInteger names = new AtomicInteger();
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final String name = "n" + names.incrementAndGet();
    private final LinkSecret secret = LinkSecret.random(random);

    abstract LinkTable table();

    private Link link(Link.Purpose purpose, Instant created) {
        return new Link(
                UUID.randomUUID(),
                purpose,
                name,
                created,
                "somebody",
                created.plus(Duration.ofDays(1)),
                Optional.empty(),
                "",
                0,
                "a detail");
    }

    private Link added() {
        Link link = link(Link.Purpose.INVITATION, NOW);
        table().add(link, secret.hash());
        return link;
    }

    @Test
    void itIsFoundByItsSecretAndByItsId() {
        Link link = added();
        assertThat(table().find(secret.hash())).contains(link);
        assertThat(table().find(link.id())).contains(link);
        assertThat(table().find(LinkSecret.random(random).hash())).isEmpty();
        assertThat(table().find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void itServesOnce() {
        Link link = added();
        assertThat(table().take(link.id(), NOW)).isTrue();
        assertThat(table().take(link.id(), NOW)).isFalse();
        table().usedBy(link.id(), "alice");
        Link used = table().find(link.id()).orElseThrow();
        assertThat(used.usedAt()).contains(NOW);
        assertThat(used.usedBy()).isEqualTo("alice");
        assertThat(used.isGood(NOW)).isFalse();
    }

    @Test
    void ofManyAtOnceOneGetsIt() throws Exception {
        Link link = added();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> tries =
                    IntStream.range(0, 32)
                            .<Callable<Boolean>>mapToObj(_ -> () -> table().take(link.id(), NOW))
                            .toList();
            int got = 0;
            for (Future<Boolean> one : threads.invokeAll(tries)) {
                got += one.get() ? 1 : 0;
            }
            assertThat(got).isEqualTo(1);
        }
    }

    @Test
    void whenItIsOverItServesNobody() {
        Link link = added();
        assertThat(table().take(link.id(), link.expiresAt())).isFalse();
        assertThat(table().take(link.id(), link.expiresAt().minusSeconds(1))).isTrue();
    }

    @Test
    void itIsGivenBackSomeTimes() {
        Link link = added();
        for (int tries = 1; tries < 3; tries++) {
            assertThat(table().take(link.id(), NOW)).isTrue();
            table().giveBack(link.id(), 3);
            assertThat(table().find(link.id()).orElseThrow().tries()).isEqualTo(tries);
        }
        assertThat(table().take(link.id(), NOW)).isTrue();
        table().giveBack(link.id(), 3);
        assertThat(table().take(link.id(), NOW)).isFalse();
    }

    @Test
    void theyAreListedByPurposeTheLatestFirst() {
        Link first = added();
        Link later = link(Link.Purpose.INVITATION, NOW.plusSeconds(60));
        table().add(later, LinkSecret.random(random).hash());
        Link other = link(Link.Purpose.RESET, NOW);
        table().add(other, LinkSecret.random(random).hash());
        List<Link> ours =
                table().list(Link.Purpose.INVITATION).stream()
                        .filter(link -> link.name().equals(name))
                        .toList();
        assertThat(ours).containsExactly(later, first);
        table().removeAll(Link.Purpose.RESET, name);
        assertThat(table().find(other.id())).isEmpty();
        assertThat(table().find(first.id())).isPresent();
    }

    @Test
    void whatNobodyHasUsedCanBeTakenBack() {
        Link link = added();
        assertThat(table().remove(link.id())).isTrue();
        assertThat(table().remove(link.id())).isFalse();
        assertThat(table().find(secret.hash())).isEmpty();
        Link used = link(Link.Purpose.INVITATION, NOW);
        table().add(used, LinkSecret.random(random).hash());
        table().take(used.id(), NOW);
        assertThat(table().remove(used.id())).isFalse();
    }

    @Test
    void whatIsLongOverGoes() {
        Link old = link(Link.Purpose.INVITATION, Instant.parse("2001-01-01T00:00:00Z"));
        table().add(old, secret.hash());
        assertThat(table().removeExpired(Instant.parse("2001-02-01T00:00:00Z")))
                .isGreaterThanOrEqualTo(1);
        assertThat(table().find(old.id())).isEmpty();
    }
}
