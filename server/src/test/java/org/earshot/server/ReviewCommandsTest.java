package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.login.Role;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.earshot.proxy.archive.review.ReviewFollower;
import org.earshot.server.admin.AdminAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Officers supervise, auditors see that they do, administrators neither.
class ReviewCommandsTest {
    @TempDir private Path directory;
    private AdministeredStores on;
    private String olga;
    private String otto;
    private String anna;
    private String adam;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
        olga = on.appoint("olga", Role.OFFICER);
        otto = on.appoint("otto", Role.OFFICER);
        anna = on.appoint("anna", Role.AUDITOR);
        adam = on.appoint("adam", Role.ADMINISTRATOR);
    }

    private String ok(String name, String uri, String input, String... command) {
        AdminAnswer answer = on.runAs(name, uri, input, command);
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }

    private void refused(AdminAnswer answer, String why) {
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.errors()).contains(why);
        assertThat(answer.output()).isEmpty();
    }

    private void pick(String text) {
        Instant at = AdministeredStores.NOW.plusSeconds(3600);
        on.archive()
                .append(
                        new ArchiveEvent.MessageReceived(
                                UUID.randomUUID(),
                                at,
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
                                Content.of("text/plain", text.getBytes(UTF_8))));
        new ReviewFollower(
                        on.stores.archiveParts().opener(),
                        on.stores.review(),
                        on.archive(),
                        () -> at.plusSeconds(10))
                .catchUp();
    }

    @Test
    void twoOfficersReviewWhatARuleHasPicked() {
        ok(
                "olga",
                olga,
                "zebrafinch deal\n/iban [a-z]{2}\\d+/\n",
                "lexicon",
                "add",
                "r1",
                "--text-stdin",
                "--four-eyes",
                "true",
                "--severity",
                "high",
                "--address",
                "alice",
                "--direction",
                "outbound");
        assertThat(ok("olga", olga, "IBAN DE12", "lexicon", "test", "r1", "--text-stdin"))
                .contains("/iban");
        assertThat(ok("anna", anna, "", "lexicon", "list"))
                .contains("r1  version 1", "outbound sip:alice@localhost")
                .doesNotContain("zebrafinch");
        assertThat(ok("anna", anna, "", "lexicon", "show", "r1")).contains("zebrafinch deal");
        pick("the Zebrafinch deal");
        assertThat(ok("anna", anna, "", "review", "list")).contains("high  open  r1 1");
        ok("olga", olga, "", "review", "take", "1");
        assertThat(ok("olga", olga, "", "review", "show", "1")).contains("the Zebrafinch deal");
        assertThat(on.administered().getLast()).startsWith("content-viewed | actor=olga");
        refused(
                on.runAs("olga", olga, "", "review", "close", "1", "--disposition", "violation"),
                "where two officers have to agree you count from 2026-11-26T10:00:00Z on");
        on.pass(Duration.ofDays(3));
        ok(
                "olga",
                olga,
                "he names the client",
                "review",
                "close",
                "1",
                "--disposition",
                "violation",
                "--note-stdin");
        refused(on.runAs("olga", olga, "", "review", "take", "1"), "olga has decided");
        ok("otto", otto, "", "review", "take", "1");
        assertThat(ok("otto", otto, "", "review", "show", "1"))
                .as("who decides second does not know what the first one said")
                .contains("olga has decided")
                .doesNotContain("violation", "names the client");
        ok("otto", otto, "", "review", "close", "1", "--disposition", "violation");
        assertThat(ok("anna", anna, "", "review", "list", "--state", "closed"))
                .contains("closed as violation", "olga: violation", "otto: violation")
                .doesNotContain("names the client");
        assertThat(ok("otto", otto, "", "review", "show", "1")).contains("names the client");
        assertThat(ok("anna", anna, "", "review", "verify"))
                .contains("the queue fits the record: 1 message was picked");
        refused(on.runAs("adam", adam, "", "review", "verify"), "");
        assertThat(String.join("\n", on.administered()))
                .contains(
                        "action=lexicon add | subject=r1 | detail=--four-eyes | detail=--severity"
                                + " | detail=--address | detail=--direction | before=none",
                        "before=none | after=version 1",
                        "before=open | after=taken by olga",
                        "before=taken by olga | after=second",
                        "before=taken by otto | after=closed")
                .doesNotContain("zebrafinch", "violation", "names the client", "alice");
    }

    @Test
    void administratorsAndTheOwnerSeeNothingAndAuditorsChangeNothing() {
        for (List<String> command :
                List.of(
                        List.of("lexicon", "list"),
                        List.of("lexicon", "show", "r1"),
                        List.of("lexicon", "test", "r1", "--text-stdin"),
                        List.of("lexicon", "remove", "r1"),
                        List.of("review", "list"),
                        List.of("review", "recusals"),
                        List.of("review", "show", "1"),
                        List.of("review", "take", "1"))) {
            String[] words = command.toArray(String[]::new);
            refused(on.runAs("adam", adam, "", words), "by officers only");
            refused(on.run(words), "by officers only");
        }
        refused(on.runAs("anna", anna, "", "lexicon", "remove", "r1"), "by officers only");
        refused(on.runAs("anna", anna, "", "review", "show", "1"), "by officers only");
        refused(on.runAs("anna", anna, "", "review", "take", "1"), "by officers only");
    }

    @Test
    void nobodyReviewsTheirOwn() {
        ok("olga", olga, "", "lexicon", "add", "all", "--sample", "1000");
        pick("anything");
        ok("otto", otto, "", "review", "recuse", "olga", "bob");
        refused(
                on.runAs("olga", olga, "", "review", "show", "1"),
                "olga does not review messages of sip:bob@localhost");
        refused(on.runAs("olga", olga, "", "review", "recuse", "olga", "bob", "--end"), "another");
        assertThat(ok("anna", anna, "", "review", "recusals"))
                .contains("olga  [sip:bob@localhost]");
        refused(on.runAs("otto", otto, "", "review", "recuse", "nobody", "bob"), "no officer");
    }

    @Test
    void whatIsWrongIsSaid() {
        refused(on.runAs("olga", olga, "", "lexicon", "add", "r1"), "what does the rule pick?");
        refused(on.runAs("olga", olga, "word", "lexicon", "add", "R1", "--text-stdin"), "1 to 64");
        refused(on.runAs("olga", olga, "/(/", "lexicon", "add", "r", "--text-stdin"), "line 1: ");
        refused(on.runAs("olga", olga, "", "lexicon", "add", "r", "--sample", "0"), "1 to 1000");
        refused(on.runAs("olga", olga, "", "lexicon", "remove", "r"), "there is no rule r");
        refused(on.runAs("olga", olga, "", "review", "take", "x"), "is no item");
        refused(on.runAs("olga", olga, "", "review", "take", "7"), "there is no item 7");
        refused(on.runAs("olga", olga, "", "review", "list", "--state", "new"), "a state is");
    }

    @Test
    void withoutTheRecordNothingIsShownOrChanged() {
        on.away(true);
        refused(
                on.runAs("olga", olga, "", "lexicon", "add", "all", "--sample", "5"),
                "nothing is changed");
        refused(on.runAs("olga", olga, "", "lexicon", "list"), "nothing is shown");
        assertThat(on.stores.review().rules().versions()).isEmpty();
    }

    @Test
    void untilThereIsAnOfficerTheOwnerSupervises() {
        AdministeredStores fresh = new AdministeredStores(directory.resolve("fresh"));
        assertThat(fresh.ok("lexicon", "add", "all", "--sample", "5")).contains("5 of a thousand");
        assertThat(fresh.ok("lexicon", "list"))
                .contains("all  version 1", "by owner of DATA (uid 1000)");
        assertThat(fresh.ok("review", "list")).contains("nothing to review");
    }
}
