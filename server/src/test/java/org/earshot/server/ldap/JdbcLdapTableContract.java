package org.earshot.server.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.account.AccountExistsException;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.CachedAccounts;
import org.earshot.common.account.JdbcAccountStore;
import org.earshot.common.account.JdbcCredentialStore;
import org.earshot.common.account.NameMark;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.LocalChanges;
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
    void anAccountIsAnEntrysFromTheFirst() {
        Transactions transactions = TestDatabases.shared(dialect).transactions();
        Changes changes = new LocalChanges(Runnable::run);
        AccountStore accounts =
                new CachedAccounts(
                                new JdbcAccountStore(
                                        transactions,
                                        JdbcChangeLog.none(),
                                        changes,
                                        NameMark.by(TestDatabases.KEY_RING),
                                        InstantSource.system()),
                                new JdbcCredentialStore(
                                        transactions, JdbcChangeLog.none(), changes),
                                changes)
                        .accounts();
        LdapTable table = open("made.example.org");
        var _ =
                accounts.createOfEntry(
                        new AddressOfRecord("alice", "made.example.org"), "Alice", "id-1");
        assertThat(table.find("alice")).contains(new LdapTable.Linked("id-1", Optional.empty()));
        var _ = accounts.create(new AddressOfRecord("bob", "made.example.org"), "Bob");
        assertThatThrownBy(() ->
                        accounts.createOfEntry(
                                new AddressOfRecord("bob", "made.example.org"), "Bob", "id-2"))
                .isInstanceOf(AccountExistsException.class);
        assertThat(table.find("bob")).as("it was there before").isEmpty();
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
