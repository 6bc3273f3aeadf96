package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminCommands;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.admin.Administration;
import org.earshot.server.config.ServerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The administrator's commands about messages and groups.
class ChatCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final AddressOfRecord TEAM = new AddressOfRecord("team", "localhost");

    @TempDir private Path directory;
    private Stores stores;
    private Administration administration;

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.fixed(NOW);
        ServerConfig config = ServerConfig.defaults(directory);
        KeyRing keys = KeyRing.open(directory.resolve("keys"));
        stores =
                Stores.on(
                        Optional.empty(),
                        config,
                        keys,
                        "n1",
                        new LocalChanges(Runnable::run),
                        clock);
        administration = new StoreAdministration(config, stores, keys, Optional.empty(), clock);
        for (String name : List.of("alice", "bob")) {
            stores.accounts().create(new AddressOfRecord(name, "localhost"), "");
        }
    }

    private AdminAnswer run(String... command) {
        return AdminCommands.run(administration, directory, new AdminRequest(List.of(command), ""));
    }

    private String ok(String... command) {
        AdminAnswer answer = run(command);
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }

    @Test
    void aGroupIsMadeShownChangedAndDeleted() {
        assertThat(ok("group", "list")).contains("no groups yet");
        ok("group", "add", "Team", "--display-name", "The Team", "--owner", "alice");
        assertThat(ok("group", "list")).contains("sip:team@localhost  The Team  1 members");
        ok("group", "member", "add", "team", "bob");
        assertThat(ok("group", "show", "team"))
                .contains("sip:alice@localhost (owner)")
                .contains("sip:bob@localhost")
                .contains("all members write");
        ok("group", "set", "team", "--moderated", "true", "--history", "5");
        assertThat(ok("group", "show", "team", "--json"))
                .contains("\"moderated\" : true")
                .contains("\"history\" : 5")
                .contains("\"open\" : false")
                .contains("\"displayName\" : \"The Team\"");
        ok("group", "member", "remove", "team", "bob");
        assertThat(stores.groups().find(TEAM).orElseThrow().members()).hasSize(1);
        ok("group", "delete", "team");
        assertThat(run("group", "show", "team").status()).isEqualTo(1);
    }

    @Test
    void aNameIsAnAccountsOrAGroups() {
        assertThat(run("group", "add", "bob", "--owner", "alice").status()).isEqualTo(1);
        ok("group", "add", "team", "--owner", "alice", "bob");
        assertThat(stores.groups().find(TEAM).orElseThrow().members()).hasSize(2);
        AdminAnswer taken =
                AdminCommands.run(
                        administration,
                        directory,
                        new AdminRequest(
                                List.of("user", "add", "team", "--password-stdin"),
                                "a long password"));
        assertThat(taken.status()).isEqualTo(1);
        ok("group", "delete", "team");
        assertThat(run("group", "add", "team", "--owner", "alice").status()).isEqualTo(1);
        assertThat(run("group", "add", "other", "--owner", "nobody-there").errors())
                .contains("there is no account");
    }

    @Test
    void aDeletedAccountIsInNoGroup() {
        ok("group", "add", "team", "--owner", "alice", "bob");
        ok("user", "delete", "bob");
        assertThat(stores.groups().find(TEAM).orElseThrow().members()).hasSize(1);
    }

    @Test
    void sendersAreBlockedAndUnblocked() {
        assertThat(ok("messages", "block", "bob", "alice")).contains("any more");
        assertThat(stores.messages().isBlocked("sip:bob@localhost", "sip:alice@localhost"))
                .isTrue();
        assertThat(ok("messages", "block", "bob", "alice")).contains("before");
        assertThat(ok("messages", "unblock", "bob", "alice")).contains("again");
        assertThat(run("messages", "block", "nobody-there", "alice").status()).isEqualTo(1);
    }

    @Test
    void whatWaitsIsCounted() {
        assertThat(ok("messages", "waiting")).contains("nothing waits");
        assertThat(ok("messages", "waiting", "bob", "--json")).contains("[ ]");
    }
}
