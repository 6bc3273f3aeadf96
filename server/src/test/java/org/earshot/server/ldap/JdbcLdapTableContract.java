package org.earshot.server.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.junit.jupiter.api.Test;

/// What nodes that share a database do to each other.
abstract class JdbcLdapTableContract extends LdapTableContract {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final String DOMAIN = "lease.example.org";

    private final Dialect dialect;

    JdbcLdapTableContract(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    LdapTable open(String domain) {
        return open(domain, "n1", "a");
    }

    private LdapTable open(String domain, String node, String start) {
        return new JdbcLdapTable(TestDatabases.shared(dialect).transactions(), domain, node, start);
    }

    @Test
    void onlyWhoReadsEndsItAndANodeThatStartsAgainTakesItsOwn() {
        LdapTable first = open(DOMAIN, "n1", "a");
        LdapTable other = open(DOMAIN, "n2", "x");
        LdapTable again = open(DOMAIN, "n1", "b");
        Instant until = NOW.plusSeconds(1800);
        assertThat(first.begin(NOW, until)).isTrue();
        assertThat(first.begin(NOW, until)).as("twice in one process").isFalse();
        assertThat(other.begin(NOW, until)).isFalse();
        other.end(NOW, true, "not mine");
        other.release();
        assertThat(other.begin(NOW, until)).isFalse();
        assertThat(first.last()).isEmpty();

        assertThat(again.begin(NOW, until)).as("the first one has died").isTrue();
        first.end(NOW, true, "late");
        first.release();
        assertThat(other.begin(NOW, until)).isFalse();
        assertThat(first.last()).isEmpty();

        again.release();
        assertThat(other.begin(NOW, until)).as("it has stopped").isTrue();
        other.end(NOW, true, "well");
        other.end(NOW, false, "twice");
        assertThat(first.last()).contains(new LdapTable.Run(NOW, Optional.of(NOW), "well"));
    }
}
