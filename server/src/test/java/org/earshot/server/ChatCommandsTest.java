package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.server.admin.AdminAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The administrator's commands about messages and groups.
class ChatCommandsTest {
    private static final AddressOfRecord TEAM = new AddressOfRecord("team", "localhost");

    @TempDir private Path directory;
    private AdministeredStores on;
    private Stores stores;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
        stores = on.stores;
        for (String name : List.of("alice", "bob")) {
            stores.accounts().create(new AddressOfRecord(name, "localhost"), "");
        }
    }

    @Test
    void aGroupIsMadeShownChangedAndDeleted() {
        assertThat(on.ok("group", "list")).contains("no groups yet");
        on.ok("group", "add", "Team", "--display-name", "The Team", "--owner", "alice");
        assertThat(on.ok("group", "list")).contains("sip:team@localhost  The Team  1 members");
        on.ok("group", "member", "add", "team", "bob");
        assertThat(on.ok("group", "show", "team"))
                .contains("sip:alice@localhost (owner)")
                .contains("sip:bob@localhost")
                .contains("all members write");
        on.ok("group", "set", "team", "--moderated", "true", "--history", "5");
        assertThat(on.ok("group", "show", "team", "--json"))
                .contains("\"moderated\" : true")
                .contains("\"history\" : 5")
                .contains("\"open\" : false")
                .contains("\"displayName\" : \"The Team\"");
        on.ok("group", "member", "remove", "team", "bob");
        assertThat(stores.groups().find(TEAM).orElseThrow().members()).hasSize(1);
        on.ok("group", "delete", "team");
        assertThat(on.run("group", "show", "team").status()).isEqualTo(1);
    }

    @Test
    void aNameIsAnAccountsOrAGroups() {
        assertThat(on.run("group", "add", "bob", "--owner", "alice").status()).isEqualTo(1);
        on.ok("group", "add", "team", "--owner", "alice", "bob");
        assertThat(stores.groups().find(TEAM).orElseThrow().members()).hasSize(2);
        AdminAnswer taken =
                on.runWith("a long password", "user", "add", "team", "--password-stdin");
        assertThat(taken.status()).isEqualTo(1);
        on.ok("group", "delete", "team");
        assertThat(on.run("group", "add", "team", "--owner", "alice").status()).isEqualTo(1);
        assertThat(on.run("group", "add", "other", "--owner", "nobody-there").errors())
                .contains("there is no account");
    }

    @Test
    void aDeletedAccountIsInNoGroup() {
        on.ok("group", "add", "team", "--owner", "alice", "bob");
        on.ok("user", "delete", "bob");
        assertThat(stores.groups().find(TEAM).orElseThrow().members()).hasSize(1);
    }

    @Test
    void sendersAreBlockedAndUnblocked() {
        assertThat(on.ok("messages", "block", "bob", "alice")).contains("any more");
        assertThat(stores.messages().isBlocked("sip:bob@localhost", "sip:alice@localhost"))
                .isTrue();
        assertThat(on.ok("messages", "block", "bob", "alice")).contains("before");
        assertThat(on.ok("messages", "unblock", "bob", "alice")).contains("again");
        assertThat(on.run("messages", "block", "nobody-there", "alice").status()).isEqualTo(1);
    }

    @Test
    void whatWaitsIsCounted() {
        assertThat(on.ok("messages", "waiting")).contains("nothing waits");
        assertThat(on.ok("messages", "waiting", "bob", "--json")).contains("[ ]");
    }
}
