package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.login.Role;
import org.earshot.server.admin.AdminAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept is decided by officers, what shortens by two of them, and never by an administrator.
class RetentionCommandsTest {
    /// After it an officer who got a login counts as any other one.
    private static final Duration WAIT = Duration.ofDays(3);

    @TempDir private Path directory;
    private AdministeredStores on;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
    }

    private static void assertRefused(AdminAnswer answer, String why) {
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.errors()).contains(why);
    }

    private static void assertDone(AdminAnswer answer, String what) {
        assertThat(answer.status()).as(answer.errors()).isZero();
        assertThat(answer.output()).contains(what);
    }

    @Test
    void anAdministratorShortensAndLiftsNothing() {
        String olga = on.appoint("olga", Role.OFFICER);
        String adam = on.appoint("adam", Role.ADMINISTRATOR);
        assertDone(on.runAs("olga", olga, "", "retention", "set", "message", "10y"), "10y");
        assertDone(
                on.runAs(
                        "olga",
                        olga,
                        "",
                        "hold",
                        "add",
                        "case-1",
                        "--person",
                        "alice",
                        "--reason",
                        "a lawsuit"),
                "placed");
        for (String[] command :
                new String[][] {
                    {"retention", "set", "message", "1d"},
                    {"retention", "set", "message", "20y"},
                    {"hold", "lift", "case-1"},
                    {"hold", "add", "case-2", "--reason", "none"},
                    {"erase", "alice", "--ground", "none"}
                }) {
            assertRefused(on.run(command), "what is kept is decided by officers only");
            assertRefused(
                    on.runAs("adam", adam, "", command),
                    "what is kept is decided by officers only, and this is adam (administrator)");
        }
        assertThat(on.ok("retention", "list")).contains("message  10y  since");
        assertThat(on.ok("hold", "list"))
                .contains("case-1: of sip:alice@localhost (a lawsuit), since");
        assertThat(on.administered())
                .filteredOn(event -> event.startsWith("administration-refused"))
                .hasSize(10);
    }

    @Test
    void oneOfficerProposesAndAnotherOneAgrees() {
        String olga = on.appoint("olga", Role.OFFICER);
        String otto = on.appoint("otto", Role.OFFICER);
        on.pass(WAIT);
        on.runAs("olga", olga, "", "retention", "set", "message", "10y");
        on.runAs(
                "olga",
                olga,
                "",
                "hold",
                "add",
                "case-1",
                "--with",
                "alice,bob",
                "--to",
                "2026-03-01",
                "--reason",
                "r");
        assertThat(on.ok("hold", "list"))
                .contains(
                        "between sip:alice@localhost and sip:bob@localhost until 2026-03-02T00:00:00Z");
        for (String[] command :
                new String[][] {
                    {"retention", "set", "message", "5y"}, {"hold", "lift", "case-1"}
                }) {
            assertDone(on.runAs("olga", olga, "", command), "proposed: it needs another officer");
            assertRefused(
                    on.runAs("olga", olga, "", command), "another officer has to say the same");
        }
        assertThat(on.ok("retention", "list"))
                .contains("message  10y", "retention message 5y, proposed by olga", "lift case-1");
        assertDone(on.runAs("otto", otto, "", "retention", "set", "message", "5y"), "kept for 5y");
        assertDone(on.runAs("otto", otto, "", "hold", "lift", "case-1"), "lifted");
        assertThat(on.ok("retention", "list")).contains("message  5y").doesNotContain("waits");
        assertThat(on.ok("hold", "list")).contains("nothing is on hold");
        assertThat(on.administered())
                .anyMatch(event ->
                        event.startsWith("administered | actor=otto")
                                && event.contains("before=10y | after=5y | outcome=done"));
        // in memory nothing is anchored
        assertThat(on.run("archive", "verify").output()).doesNotContain("broken");
    }

    /// The login that Olga gives somebody by a command of `officer`.
    private String loginBy(String olga, String verb, String whom, String... options) {
        List<String> words = new ArrayList<>(List.of("officer", verb, whom));
        words.addAll(List.of(options));
        return on.runAs("olga", olga, AdministeredStores.PASSWORD, words.toArray(String[]::new))
                .output()
                .strip();
    }

    @Test
    void whoGivesTheOtherOfficerALoginDoesNotAgreeWithHimselfByIt() {
        String olga = on.appoint("olga", Role.OFFICER);
        on.appoint("otto", Role.OFFICER);
        on.pass(WAIT);
        on.runAs("olga", olga, "", "retention", "set", "message", "10y");
        assertDone(
                on.runAs("olga", olga, "", "retention", "set", "message", "5y"),
                "proposed: it needs another officer");
        on.pass(Duration.ofMinutes(1));
        String known = loginBy(olga, "passwd", "otto", "--password-stdin");
        assertRefused(
                on.runAs("otto", known, "", "retention", "set", "message", "5y"),
                "got your login from somebody else");
        on.pass(Duration.ofDays(8));
        assertDone(
                on.runAs("otto", known, "", "retention", "set", "message", "5y"),
                "proposed: it needs another officer");
        assertDone(on.runAs("olga", olga, "", "retention", "set", "message", "5y"), "kept for 5y");
    }

    @Test
    void whoAppointsAnotherOfficerFirstIsNotTwo() {
        String olga = on.appoint("olga", Role.OFFICER);
        on.pass(WAIT);
        String second = loginBy(olga, "add", "straw", "--role", "officer", "--password-stdin");
        on.runAs("olga", olga, "", "retention", "set", "message", "10y");
        on.pass(Duration.ofMinutes(1));
        assertRefused(
                on.runAs("straw", second, "", "retention", "set", "message", "5y"),
                "where two officers have to agree you count from ");
        assertDone(
                on.runAs("olga", olga, "", "retention", "set", "message", "5y"),
                "proposed: it needs another officer");
        assertRefused(
                on.runAs("straw", second, "", "retention", "set", "message", "5y"),
                "you were appointed, or got your login from somebody else, on ");
        assertRefused(
                on.runAs("straw", second, "", "retention", "set", "call", "1d", "--existing"),
                "you count from ");
        on.pass(WAIT);
        assertDone(on.runAs("straw", second, "", "retention", "set", "message", "5y"), "5y");
    }

    @Test
    void norIsWhoGivesTheOtherOneALoginBeforeProposing() {
        String olga = on.appoint("olga", Role.OFFICER);
        on.appoint("otto", Role.OFFICER);
        on.pass(WAIT);
        String known = loginBy(olga, "passwd", "otto", "--password-stdin");
        on.pass(Duration.ofMinutes(1));
        on.runAs("olga", olga, "", "hold", "add", "case-1", "--reason", "r");
        on.runAs("olga", olga, "", "hold", "lift", "case-1");
        assertRefused(on.runAs("otto", known, "", "hold", "lift", "case-1"), "you count from ");
        on.pass(WAIT);
        assertDone(on.runAs("otto", known, "", "hold", "lift", "case-1"), "lifted");
    }

    @Test
    void whoGivesHimselfAnotherLoginMayAgree() {
        String olga = on.appoint("olga", Role.OFFICER);
        String otto = on.appoint("otto", Role.OFFICER);
        on.pass(WAIT);
        on.runAs("olga", olga, "", "retention", "set", "message", "10y");
        on.runAs("olga", olga, "", "retention", "set", "message", "5y");
        AdminAnswer renewed =
                on.runAs(
                        "otto",
                        otto,
                        AdministeredStores.PASSWORD,
                        "officer",
                        "passwd",
                        "otto",
                        "--password-stdin");
        String known = renewed.output().strip();
        assertDone(on.runAs("otto", known, "", "retention", "set", "message", "5y"), "kept for 5y");
    }

    @Test
    void theOwnerOfTheDataIsOneOfficerAndNotTwo() {
        assertThat(on.ok("retention", "list")).contains("kept for ever");
        on.ok("retention", "set", "message", "5y");
        assertThat(on.ok("retention", "set", "message", "10y")).contains("kept for 10y");
        assertRefused(on.run("retention", "set", "message", "5y"), "needs two officers");
        assertRefused(on.run("retention", "set", "message", "soon"), "is no period");
        assertRefused(on.run("retention", "set", "x", "5y"), "there is no class");
        on.ok("hold", "add", "case-1", "--reason", "r");
        assertRefused(on.run("hold", "lift", "case-1"), "needs two officers");
        assertRefused(on.run("hold", "lift", "case-2"), "there is no hold");
    }

    @Test
    void anErasureIsAnsweredWithWhatIsRefused() {
        assertThat(on.ok("erase", "alice", "--ground", "article 17")).contains("0 records erased");
        assertThat(on.run("erase", "alice").status()).isEqualTo(2);
    }
}
