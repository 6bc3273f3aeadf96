package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.login.Role;
import org.earshot.proxy.message.group.GroupChanges;
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
        assertThat(on.ok("group", "list")).contains("sip:team@localhost  The Team  1 member");
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

    private Instant since() {
        return stores.groups().find(TEAM).orElseThrow().historySince();
    }

    /// @return whether it hides the past
    private boolean hides(String... command) {
        stores.groups().change(TEAM, GroupChanges.release());
        Instant before = since();
        on.pass(Duration.ofSeconds(1));
        on.ok(command);
        return since().isAfter(before);
    }

    @Test
    void whatWidensAGroupHidesWhatWasWrittenBefore() {
        on.ok("group", "add", "team", "--owner", "alice");
        assertThat(hides("group", "member", "add", "team", "bob")).isTrue();
        assertThat(hides("group", "member", "add", "team", "bob")).as("no change").isFalse();
        assertThat(hides("group", "member", "add", "team", "bob", "--owner")).isTrue();
        assertThat(hides("group", "member", "add", "team", "bob")).as("no owner now").isFalse();
        assertThat(hides("group", "member", "remove", "team", "bob")).isFalse();
        assertThat(hides("group", "set", "team", "--open", "true")).isTrue();
        assertThat(hides("group", "set", "team", "--open", "false")).isFalse();
        assertThat(hides("group", "set", "team", "--history", "5")).isTrue();
        assertThat(hides("group", "set", "team", "--history", "4")).isFalse();
        assertThat(hides("group", "set", "team", "--moderated", "true")).isFalse();
        assertThat(hides("group", "set", "team", "--display-name", "T")).isFalse();
        assertThat(on.run("group", "set", "team", "--history", "1001").status()).isEqualTo(1);
    }

    @Test
    void onlyAnOfficerGivesItBackAndTheRecordSaysSo() {
        on.ok("group", "add", "team", "--owner", "alice");
        assertThat(on.ok("group", "release", "team")).contains("nothing was withheld");
        on.pass(Duration.ofSeconds(1));
        on.ok("group", "member", "add", "team", "bob", "--owner");
        Instant hidden = since();
        String olga = on.appoint("olga", Role.OFFICER);
        String adam = on.appoint("adam", Role.ADMINISTRATOR);
        assertThat(on.run("group", "release", "team").errors()).contains("by officers only");
        assertThat(on.runAs("adam", adam, "", "group", "release", "team").errors())
                .contains("by officers only");
        assertThat(since()).isEqualTo(hidden);
        assertThat(on.runAs("olga", olga, "", "group", "release", "team").output())
                .contains("released");
        assertThat(since()).isBefore(hidden);
        assertThat(on.administered().getLast())
                .contains("action=group release", "subject=team", "sip:team@localhost")
                .contains("before=", "of those after " + hidden)
                .contains("login=olga", "outcome=done");
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
