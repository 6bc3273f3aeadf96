package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

/// Nobody administers unseen, and nobody but officers reads.
class SupervisionTest {
    private static final String WRITTEN = "the zebrafinch contract";

    @TempDir private Path directory;
    private AdministeredStores on;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
    }

    private static void refused(AdminAnswer answer, String why) {
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.errors()).contains(why);
        assertThat(answer.output()).isEmpty();
    }

    private String written() {
        return written(WRITTEN);
    }

    /// @return CHAIN/NUMBER of a message
    private String written(String text) {
        return on.archive()
                .append(
                        new ArchiveEvent.MessageReceived(
                                UUID.randomUUID(),
                                AdministeredStores.NOW,
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
                                Content.of("text/plain", text.getBytes(UTF_8))))
                .toString();
    }

    private String last() {
        return on.administered().getLast();
    }

    @Test
    void aChangeStandsInTheRecordBeforeItAndAfterIt() {
        on.runWith(
                "a long password",
                "user",
                "add",
                "alice",
                "--password-stdin",
                "--display-name",
                "Alice");
        assertThat(on.administered()).hasSize(2);
        assertThat(on.administered().getFirst())
                .startsWith(
                        "administration-begun | to=sip:alice@localhost | actor=owner of DATA (uid 1000)"
                                + " | action=user add | subject=alice | detail=--display-name=Alice | before=none");
        assertThat(last())
                .startsWith("administered | ")
                .contains(
                        " | before=none | after=sip:alice@localhost \"Alice\", passwords: its own ")
                .contains(" | outcome=done | begun-event=")
                .doesNotContain("a long password");
        assertThat(on.run("archive", "search", "--address", "alice").output())
                .contains("administered", "action: user add", "outcome: done");
    }

    @Test
    void aChangeThatFailsIsToldAsFailed() {
        assertThat(on.run("user", "delete", "nobody").status()).isEqualTo(1);
        assertThat(last()).contains("before=none | after=none | outcome=failed");
    }

    @Test
    void withoutTheRecordNothingIsChangedAndNothingIsRead() {
        String record = written();
        on.away(true);
        refused(
                on.runWith("a long password", "user", "add", "alice", "--password-stdin"),
                "nothing is changed, because the archive can't be written");
        refused(
                on.runWith(
                        "correct horse",
                        "officer",
                        "add",
                        "olga",
                        "--role",
                        "officer",
                        "--password-stdin"),
                "nothing is changed");
        refused(on.run("archive", "show", record, "--content"), "nothing is shown");
        refused(on.run("archive", "search", "--content"), "nothing is shown");
        assertThat(on.stores.accounts().list()).isEmpty();
        assertThat(on.stores.people().list()).isEmpty();
        AdminAnswer facts = on.run("archive", "show", record);
        assertThat(facts.status()).isZero();
        assertThat(facts.output()).contains("message-received").doesNotContain(WRITTEN);
        assertThat(facts.errors()).contains("could not be recorded");
    }

    @Test
    void untilThereIsAnOfficerTheOwnerReadsAndThatIsRecorded() {
        String record = written();
        assertThat(on.ok("archive", "show", record)).doesNotContain(WRITTEN);
        assertThat(on.ok("archive", "search")).doesNotContain(WRITTEN);
        assertThat(on.ok("archive", "show", record, "--content")).contains(WRITTEN);
        assertThat(last())
                .isEqualTo("content-viewed | actor=owner of DATA (uid 1000) | record=" + record);
        assertThat(on.ok("archive", "search", "--content", "--json")).contains(WRITTEN);
        assertThat(last())
                .startsWith("content-searched | actor=owner of DATA (uid 1000)")
                .contains("record=" + record);
    }

    @Test
    void fromThenOnOnlyOfficersRead() {
        String record = written();
        String olga = on.appoint("olga", Role.OFFICER);
        String anna = on.appoint("anna", Role.AUDITOR);
        String adam = on.appoint("adam", Role.ADMINISTRATOR);
        refused(on.run("archive", "show", record, "--content"), "officers only");
        assertThat(last())
                .startsWith("administration-refused | actor=system user tester (uid 1000)")
                .contains(
                        "action=archive show", "outcome=what was written is read by officers only");
        refused(
                on.runAs("anna", anna, "", "archive", "show", record, "--content"),
                "this is anna (auditor)");
        refused(
                on.runAs("adam", adam, "", "archive", "search", "--content"),
                "this is adam (administrator)");
        assertThat(last()).contains("login=adam");
        assertThat(on.administered()).noneMatch(event -> event.startsWith("content-viewed"));
        assertThat(on.runAs("olga", olga, "", "archive", "show", record, "--content").output())
                .contains(WRITTEN);
        assertThat(last())
                .isEqualTo(
                        "content-viewed | actor=olga (officer), as system user tester (uid 1000) | record="
                                + record);
        assertThat(on.run("archive", "search").output())
                .contains("message-received")
                .doesNotContain(WRITTEN);
    }

    @Test
    void theOwnerAppointsTheFirstOfficerAndNobodyElseAfterThat() {
        String[] add = {"officer", "add", "olga", "--role", "officer", "--password-stdin"};
        String uri = on.runWith("correct horse", add).output().strip();
        assertThat(uri).startsWith("otpauth://totp/Earshot%20localhost:olga?secret=");
        assertThat(last())
                .contains("action=officer add | subject=olga | detail=--role=officer | before=none")
                .contains("after=olga (officer), appointed 2026-")
                .contains("by owner of DATA (uid 1000)")
                .doesNotContain("secret=", "correct horse");

        String[] another = {"officer", "add", "eve", "--role", "officer", "--password-stdin"};
        refused(on.runWith("correct horse", another), "officers only");
        refused(on.run("officer", "remove", "olga"), "officers only");
        refused(
                on.runWith("another horse", "officer", "passwd", "olga", "--password-stdin"),
                "officers only");
        assertThat(last()).startsWith("administration-refused");
        String adam = on.appoint("adam", Role.ADMINISTRATOR);
        refused(on.runAs("adam", adam, "correct horse", another), "this is adam (administrator)");

        AdminAnswer appointed = on.runAs("olga", uri, "correct horse", another);
        assertThat(appointed.status()).as(appointed.errors()).isZero();
        assertThat(on.ok("officer", "list"))
                .contains("eve  officer  since ")
                .contains("by olga (officer), as system user tester (uid 1000)");
        refused(on.runAs("olga", uri, "correct horse", another), "never used again");
        assertThat(on.runAs("olga", uri, "", "officer", "remove", "eve").status()).isZero();
        refused(on.runAs("olga", uri, "", "officer", "remove", "olga"), "last officer");
    }

    /// Else whoever may set a password could give himself what was written, and read it on a phone.
    @Test
    void anAdministratorDoesNotReleaseHistoryToHimself() {
        String olga = on.appoint("olga", Role.OFFICER);
        String adam = on.appoint("adam", Role.ADMINISTRATOR);
        on.runWith("a long password", "user", "add", "alice", "--password-stdin");
        on.runWith("another password", "user", "passwd", "alice", "--password-stdin");
        refused(on.run("history", "release", "alice"), "officers only");
        refused(on.runAs("adam", adam, "", "history", "release", "alice"), "officers only");
        assertThat(on.ok("history", "show", "alice")).contains("no devices yet");
        assertThat(on.runAs("olga", olga, "", "history", "release", "alice").output())
                .contains("released");
        assertThat(last())
                .contains("before=withheld from all devices but ", "after=given to all devices");
    }

    @Test
    void aPasswordForOnePhoneIsNoWayToReadEither() {
        AddressOfRecord alice = new AddressOfRecord("alice", "localhost");
        on.runWith("a long password", "user", "add", "alice", "--password-stdin");
        on.ok("device", "add", "alice", "desk");
        assertThat(on.stores.withholding().isHeld(alice)).isFalse();
        on.appoint("olga", Role.OFFICER);
        on.ok("device", "add", "alice", "porch");
        assertThat(on.stores.withholding().isHeld(alice)).isTrue();
        assertThat(last()).contains("after=", "history withheld from new devices");
    }

    @Test
    void theTerminalDoesNotObeyWhatSomebodyWrote() {
        String record = written("red \u001b[31mor \u009b31m not\r\n");
        assertThat(on.ok("archive", "show", record, "--content"))
                .contains("red [31mor 31m not")
                .doesNotContain("\u001b", "\u009b", "\r");
    }

    @Test
    void aWrongLoginIsRefusedAndRecorded() {
        on.appoint("olga", Role.OFFICER);
        String other = on.appoint("anna", Role.AUDITOR);
        refused(on.runAs("olga", other, "", "status"), "wrong");
        assertThat(last())
                .startsWith("administration-refused")
                .contains("outcome=login as olga refused");
    }

    @Test
    void everybodyChangesTheirOwnLoginAndNobodyElses() {
        on.appoint("olga", Role.OFFICER);
        String anna = on.appoint("anna", Role.AUDITOR);
        String renewed =
                on.runAs(
                                "anna",
                                anna,
                                "correct horse",
                                "officer",
                                "passwd",
                                "anna",
                                "--password-stdin")
                        .output()
                        .strip();
        refused(
                on.runAs(
                        "anna",
                        renewed,
                        "correct horse",
                        "officer",
                        "passwd",
                        "olga",
                        "--password-stdin"),
                "officers only");
        refused(on.runAs("anna", renewed, "", "user", "delete", "bob"), "change nothing");
    }
}
