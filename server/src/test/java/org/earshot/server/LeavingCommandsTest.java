package org.earshot.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.login.Role;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
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
    void whatIsKeptOfAPersonIsExportedOpenOrClosed() throws Exception {
        on.ok("contacts", "add", "bob", "alice", "--display-name", "Alice of accounting");
        on.ok("presence", "block", "bob", "alice");
        on.ok("messages", "block", "bob", "alice");
        on.ok("group", "add", "team", "--owner", "alice", "bob");
        Path open = directory.resolve("open");
        assertThat(on.ok("user", "export", "bob", open.toString())).contains("person.json");
        assertThat(Files.readString(open.resolve("person.json")))
                .contains(
                        "One bob",
                        "Alice of accounting",
                        "\"sip:alice@localhost\" : \"block\"",
                        "sip:team@localhost")
                .doesNotContain("closedAt");
        assertThat(Files.getPosixFilePermissions(open))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(on.run("user", "export", "bob", open.toString()).errors())
                .contains("is there already");
        on.ok("user", "close", "bob");
        Path closed = directory.resolve("closed");
        on.ok("user", "export", "bob", closed.toString());
        assertThat(Files.readString(closed.resolve("person.json")))
                .contains("closedAt", "Alice of accounting")
                .doesNotContain("team");
        assertThat(
                        on.run("user", "export", "nobody-there", directory.resolve("x").toString())
                                .errors())
                .contains("no account");
        assertThat(directory.resolve("x")).doesNotExist();
        assertThat(on.administered().toString()).contains("user export");
    }

    @Test
    void whatTheyWroteAndGotIsForOfficers() throws Exception {
        on.archive()
                .append(
                        new ArchiveEvent.MessageReceived(
                                UUID.randomUUID(),
                                AdministeredStores.NOW.minusSeconds(1),
                                RetentionClass.MESSAGE,
                                new Sender(
                                        "sip:alice@localhost",
                                        Optional.empty(),
                                        IdentityProof.DIGEST,
                                        Optional.empty()),
                                List.of("sip:bob@localhost"),
                                "c1",
                                "m1",
                                Map.of(),
                                Content.of("text/plain", "zanzibar".getBytes(UTF_8))));
        on.ok("user", "export", "bob", directory.resolve("without").toString());
        assertThat(directory.resolve("without/archive")).doesNotExist();
        String olga = on.appoint("olga", Role.OFFICER);
        String adam = on.appoint("adam", Role.ADMINISTRATOR);
        Path target = directory.resolve("with");
        String[] command = {"user", "export", "bob", target.toString(), "--content"};
        assertThat(on.run(command).errors()).contains("by officers only");
        assertThat(on.runAs("adam", adam, "", command).errors()).contains("by officers only");
        assertThat(target).doesNotExist();
        AdminAnswer done = on.runAs("olga", olga, "", command);
        assertThat(done.errors()).isEmpty();
        assertThat(done.output()).contains("person.json", "archive");
        assertThat(target.resolve("archive/manifest.json")).exists();
        try (Stream<Path> all = Files.walk(target.resolve("archive"))) {
            assertThat(all.filter(Files::isRegularFile).anyMatch(file -> has(file, "zanzibar")))
                    .isTrue();
        }
        assertThat(on.administered().toString()).contains("action=user export", "--content");
    }

    private static boolean has(Path file, String text) {
        try {
            return Files.readString(file, ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void deletingIsClosingForGoodAndGoesForAClosedOneToo() {
        on.ok("group", "add", "team", "--owner", "alice", "bob");
        on.ok("user", "close", "bob");
        assertThat(on.ok("user", "delete", "bob")).contains("deleted bob");
        assertThat(on.ok("user", "closed")).contains("none is closed");
        assertThat(on.run("user", "open", "bob").errors()).contains("is not closed");
        assertThat(on.run("user", "delete", "bob").errors()).contains("no account");
        on.ok("user", "delete", "alice");
        assertThat(on.stores.groups().find(TEAM).orElseThrow().members()).isEmpty();
        assertThat(on.stores.accounts().left(AdministeredStores.NOW)).hasSize(2);
    }

    @Test
    void inMemoryNothingOutlivesTheProcess() {
        on.ok("user", "close", "bob");
        String[] command = {"user", "anonymise", "bob", "--ground", "asked"};
        assertThat(on.run(command).errors()).contains("database.url is memory");
        on.appoint("olga", Role.OFFICER);
        String adam = on.appoint("adam", Role.ADMINISTRATOR);
        assertThat(on.runAs("adam", adam, "", command).errors()).contains("by officers only");
        assertThat(on.run(command).errors()).contains("by officers only");
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
