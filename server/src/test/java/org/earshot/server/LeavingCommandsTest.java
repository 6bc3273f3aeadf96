package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.server.admin.AdminAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Accounts of people who leave.
class LeavingCommandsTest {
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "localhost");
    private static final AddressOfRecord TEAM = new AddressOfRecord("team", "localhost");

    @TempDir private Path directory;
    private AdministeredStores on;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
        for (String name : new String[] {"alice", "bob"}) {
            add(name, "--display-name", "One " + name);
        }
    }

    private AdminAnswer add(String name, String... more) {
        String[] command = new String[4 + more.length];
        System.arraycopy(new String[] {"user", "add", name, "--password-stdin"}, 0, command, 0, 4);
        System.arraycopy(more, 0, command, 4, more.length);
        return on.runWith("a long password", command);
    }

    @Test
    void aClosedAccountIsNobodysAndIsListedApart() {
        on.ok("group", "add", "team", "--owner", "alice", "bob");
        Account before = on.stores.accounts().find(BOB).orElseThrow();
        assertThat(on.ok("user", "closed")).contains("none is closed");
        assertThat(on.ok("user", "close", "bob")).contains("closed sip:bob@localhost");
        assertThat(on.ok("user", "list")).doesNotContain("bob").contains("alice");
        assertThat(on.ok("user", "closed")).contains("sip:bob@localhost  One bob  since ");
        assertThat(on.ok("user", "closed", "--json")).contains("\"closedAt\"", "\"undelivered\"");
        assertThat(on.stores.credentials().find(before.id())).isEmpty();
        assertThat(on.stores.groups().find(TEAM).orElseThrow().members()).hasSize(1);
        assertThat(on.stores.withholding().isHeld(BOB)).isTrue();
        assertThat(add("bob").status()).isEqualTo(1);
        assertThat(on.runWith("another one", "user", "passwd", "bob", "--password-stdin").status())
                .isEqualTo(1);
        assertThat(on.administered().toString())
                .contains("user close", "sip:bob@localhost \"One bob\", closed since");
    }

    @Test
    void itIsOpenedAgainAndHasNoPassword() {
        on.ok("user", "close", "bob");
        on.ok("user", "close", "bob"); // finishes what a crash left
        assertThat(on.ok("user", "open", "bob")).contains("opened sip:bob@localhost");
        Account bob = on.stores.accounts().find(BOB).orElseThrow();
        assertThat(bob.displayName()).isEqualTo("One bob");
        assertThat(on.stores.credentials().find(bob.id())).isEmpty();
        assertThat(on.runWith("another one", "user", "passwd", "bob", "--password-stdin").status())
                .isZero();
        assertThat(on.stores.credentials().find(bob.id())).isNotEmpty();
        assertThat(on.run("user", "open", "bob").errors()).contains("is not closed");
        assertThat(on.run("user", "open", "nobody-there").errors()).contains("is not closed");
        assertThat(on.run("user", "close", "nobody-there").errors()).contains("no account");
        assertThat(on.ok("user", "closed")).contains("none is closed");
    }
}
