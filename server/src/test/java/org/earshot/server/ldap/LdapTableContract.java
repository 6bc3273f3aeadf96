package org.earshot.server.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a table of the directory's accounts does, whatever is under it. Each test may find rows of other domains there.
abstract class LdapTableContract {
    private static final AtomicInteger domains = new AtomicInteger();
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.000001Z");

    private LdapTable table;

    abstract LdapTable open(String domain);

    @BeforeEach
    void start() {
        table = open("l" + domains.incrementAndGet() + ".example.org");
    }

    @Test
    void anAccountIsAnEntrysUntilItIsAnothers() {
        assertThat(table.find("alice")).isEmpty();
        table.put("alice", new LdapTable.Linked("id-1", Optional.empty()));
        table.put("bob", new LdapTable.Linked("", Optional.empty()));
        LdapTable.Linked later = new LdapTable.Linked("id-1", Optional.of("ab".repeat(32)));
        table.put("alice", later);
        assertThat(table.find("alice")).contains(later);
        assertThat(table.count()).isEqualTo(2);
        assertThat(table.all())
                .containsOnlyKeys("alice", "bob")
                .containsEntry("bob", new LdapTable.Linked("", Optional.empty()));
    }

    @Test
    void oneReadsAtATimeUntilItIsOverOrLate() {
        assertThat(table.last()).isEmpty();
        assertThat(table.isRead(NOW)).isFalse();
        assertThat(table.begin(NOW, NOW.plusSeconds(60))).isTrue();
        assertThat(table.isRead(NOW.plusSeconds(59))).isTrue();
        assertThat(table.isRead(NOW.plusSeconds(60))).isFalse();
        assertThat(table.begin(NOW.plusSeconds(59), NOW.plusSeconds(99))).isFalse();
        assertThat(table.begin(NOW.plusSeconds(60), NOW.plusSeconds(120))).isTrue();
        assertThat(table.last()).isEmpty();
        table.end(NOW.plusSeconds(61), true, "well");
        assertThat(table.last())
                .contains(
                        new LdapTable.Run(
                                NOW.plusSeconds(61), Optional.of(NOW.plusSeconds(61)), "well"));
        assertThat(table.begin(NOW.plusSeconds(62), NOW.plusSeconds(120))).isTrue();
        table.end(NOW.plusSeconds(63), false, "badly");
        assertThat(table.last())
                .contains(
                        new LdapTable.Run(
                                NOW.plusSeconds(63), Optional.of(NOW.plusSeconds(61)), "badly"));
    }
}
