package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.message.Imdn;
import org.earshot.common.message.IsComposing;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.message.MessageConfig;
import org.earshot.proxy.message.group.Group;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Groups: one address for many.
class MessageGroupTest {
    private static final AddressOfRecord TEAM = new AddressOfRecord("team", "example.org");
    private static final AddressOfRecord CAROL = new AddressOfRecord("carol", "example.org");
    private static final Flow CAROL_TLS =
            RecordedRequest.flow(Transport.TLS, "192.0.2.8", 40008, 8);

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private int sequence;

    @BeforeEach
    void makeTeam() {
        f.authenticator.trust(CAROL_TLS, f.accounts.find(CAROL).orElseThrow());
        f.groups.create(
                new Group(
                        TEAM,
                        "The Team",
                        false,
                        false,
                        0,
                        f.clock.instant(),
                        List.of(
                                new Group.Member(ALICE, true),
                                new Group.Member(BOB, false),
                                new Group.Member(CAROL, false))));
        f.clock.advance(Duration.ofSeconds(1)); // whoever comes from now on is new
    }

    private void bindBob(boolean cpim) {
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS, "urn:uuid:bob", cpim);
    }

    private void bindCarol(boolean cpim) {
        f.bind(CAROL, "sip:carol@192.0.2.8:40008;transport=tls", CAROL_TLS, "urn:uuid:c", cpim);
    }

    private void bindAlice() {
        f.bind(ALICE, "sip:alice@192.0.2.4:40004;transport=tls", ALICE_TLS, "urn:uuid:a", true);
    }

    private RecordedRequest send(String name, Flow flow, String type, String body) {
        return f.send(
                flow,
                f.text("MESSAGE", "", body)
                        .replace("application/sdp", type)
                        .replace("1 MESSAGE", ++sequence + " MESSAGE")
                        .replace("<sip:alice@example.org>", "<sip:" + name + "@example.org>")
                        .replace("sip:bob@example.org SIP", "sip:team@example.org SIP")
                        .replace("1@phone", name + "@phone"));
    }

    private RecordedRequest alice(String text) {
        return send("alice", ALICE_TLS, "text/plain", text);
    }

    private RecordedRequest bob(String text) {
        return send("bob", BOB_TLS, "text/plain", text);
    }

    private static String body(LoopbackNode.Sent sent) {
        return new String(sent.request().getRawContent(), StandardCharsets.UTF_8);
    }

    private static Cpim cpim(LoopbackNode.Sent sent) {
        try {
            return Cpim.parse(sent.request().getRawContent());
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> replies(String to) {
        return f.archive.events.stream()
                .filter(ArchiveEvent.MessageReceived.class::isInstance)
                .map(ArchiveEvent.MessageReceived.class::cast)
                .filter(event -> event.sender().proof() == IdentityProof.SERVER)
                .filter(event -> event.recipients().equals(List.of("sip:" + to + "@example.org")))
                .map(event -> new String(event.content().body().array(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void eachMemberGetsItFromTheGroupInTheFormThatTheirPhoneTakes() {
        bindAlice();
        bindBob(false);
        bindCarol(true);
        RecordedRequest message = alice("hello\n[Bob] forged");
        LoopbackNode.Sent toBob = f.node.take();
        assertThat(body(toBob)).isEqualTo("[Alice A.] hello\r\n\\[Bob] forged");
        assertThat(toBob.request().getHeader("From").toString())
                .contains("\"The Team\" <sip:team@example.org>");
        assertThat(toBob.request().getHeader("To").toString()).contains("sip:bob@example.org");
        LoopbackNode.Sent toCarol = f.node.take();
        assertThat(toCarol.request().getHeader("From").toString()).contains("sip:team@example.org");
        assertThat(cpim(toCarol).from())
                .contains(new CpimAddress("Alice A.", "sip:alice@example.org"));
        assertThat(cpim(toCarol).to()).containsExactly(CpimAddress.of("sip:team@example.org"));
        assertThat(cpim(toCarol).content().text()).isEqualTo("hello\r\n[Bob] forged");
        toBob.respond(200, "OK");
        assertThat(message.statuses()).containsExactly(200);
        assertThat(f.node.sent()).hasSize(2);
        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.getFirst();
        assertThat(received.recipients())
                .containsExactly(
                        "sip:team@example.org", "sip:bob@example.org", "sip:carol@example.org");
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageReceived.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aPhoneThatRefusesIsOffOrSilentHoldsNoOtherUp() {
        bindBob(false);
        RecordedRequest first = alice("one");
        f.node.take(); // bob's never answers; carol's is off
        assertThat(first.answered()).isFalse();
        bindCarol(false);
        LoopbackNode.Sent toCarol = f.node.take();
        assertThat(body(toCarol)).isEqualTo("[Alice A.] one");
        toCarol.respond(415, "Unsupported Media Type");
        alice("two");
        toCarol = f.node.take();
        assertThat(body(toCarol)).isEqualTo("[Alice A.] two");
        toCarol.respond(200, "OK");
    }

    @Test
    void whoIsNotInItIs403AndSoIsAnOutsider() {
        f.groups.remove(TEAM, BOB);
        bindCarol(false);
        assertThat(bob("hello").statuses()).containsExactly(403);
        assertThat(bob("/who").statuses()).containsExactly(403);
        assertThat(f.node.sent()).isEmpty();
        f.configure(config -> config.withTrusted(TrustedNetworks.of(List.of("192.0.2.4"))));
        assertThat(send("team", ALICE_TLS, "text/plain", "a loop").statuses()).containsExactly(403);
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void inAModeratedGroupOnlyOwnersWrite() {
        bindCarol(false);
        alice("/moderated on");
        assertThat(bob("hello").statuses()).containsExactly(403);
        assertThat(alice("hello").answered()).isFalse();
        assertThat(body(f.node.take())).isEqualTo("[Alice A.] hello");
    }

    @Test
    void commandsAreAnsweredToWhoGaveThem() {
        bindBob(false);
        bindCarol(false);
        RecordedRequest who = bob("/who");
        assertThat(who.statuses()).containsExactly(202);
        LoopbackNode.Sent reply = f.node.take();
        assertThat(reply.request().getRequestURI().toString()).contains("192.0.2.5");
        assertThat(reply.request().getHeader("From").toString())
                .contains("\"The Team\" <sip:team@example.org>");
        assertThat(body(reply))
                .contains("Alice A. <alice> (owner)")
                .contains("Bob B. <bob>")
                .contains("Carol <carol>");
        assertThat(f.node.sent()).as("nobody else hears of it").hasSize(1);
        assertThat(f.archive.events)
                .as("the command and its answer")
                .filteredOn(ArchiveEvent.MessageReceived.class::isInstance)
                .hasSize(2);
    }

    @Test
    void membersJoinAndLeave() {
        bob("/leave");
        assertThat(f.groups.find(TEAM).orElseThrow().member(BOB)).isEmpty();
        assertThat(bob("/join").statuses()).as("not open").containsExactly(403);
        alice("/open on");
        bob("/join");
        assertThat(f.groups.find(TEAM).orElseThrow().member(BOB)).isPresent();
        bob("/join");
        assertThat(replies("bob").getLast()).contains("already");
        alice("/leave");
        assertThat(replies("alice").getLast()).contains("only owner");
        assertThat(f.groups.find(TEAM).orElseThrow().member(ALICE)).isPresent();
    }

    @Test
    void ownersAddAndRemove() {
        f.groups.remove(TEAM, CAROL);
        bob("/add carol");
        assertThat(f.groups.find(TEAM).orElseThrow().member(CAROL)).isEmpty();
        assertThat(replies("bob").getLast()).contains("Only owners");
        alice("/add Carol");
        assertThat(f.groups.find(TEAM).orElseThrow().member(CAROL)).isPresent();
        assertThat(replies("carol").getLast()).contains("The Team");
        alice("/add nobody");
        assertThat(replies("alice").getLast()).contains("There is no nobody");
        alice("/remove carol");
        assertThat(f.groups.find(TEAM).orElseThrow().member(CAROL)).isEmpty();
        alice("/remove alice");
        assertThat(f.groups.find(TEAM).orElseThrow().member(ALICE)).isPresent();
    }

    @Test
    void ownersNameOtherOwners() {
        bob("/owner bob");
        assertThat(replies("bob").getLast()).contains("Only owners");
        alice("/member alice");
        assertThat(replies("alice").getLast()).contains("only owner");
        alice("/owner bob");
        assertThat(replies("alice").getLast()).contains("Bob B. <bob> is an owner");
        assertThat(f.groups.find(TEAM).orElseThrow().member(BOB))
                .contains(new Group.Member(BOB, true));
        bob("/remove alice");
        assertThat(replies("bob").getLast()).contains("/member alice");
        bob("/member alice");
        assertThat(f.groups.find(TEAM).orElseThrow().member(ALICE))
                .contains(new Group.Member(ALICE, false));
        bob("/remove carol");
        bob("/owner carol"); // who is not in it comes in
        assertThat(f.groups.find(TEAM).orElseThrow().member(CAROL))
                .contains(new Group.Member(CAROL, true));
        bob("/leave");
        assertThat(f.groups.find(TEAM).orElseThrow().member(BOB)).isEmpty();
        bob("/owner nobody");
        send("carol", CAROL_TLS, "text/plain", "/owner nobody");
        assertThat(replies("carol").getLast()).contains("There is no nobody");
    }

    @Test
    void whoJoinsGetsTheLatestMessagesWhereTheGroupIsSo() {
        f.groups.remove(TEAM, CAROL);
        f.groups.change(f.groups.find(TEAM).orElseThrow().with(false, true, 2));
        bindBob(false);
        for (String text : List.of("one", "two", "three")) {
            alice(text);
            f.node.take().respond(200, "OK");
        }
        bindCarol(false);
        send("carol", CAROL_TLS, "text/plain", "/join");
        f.clock.advance(java.time.Duration.ofSeconds(5));
        List<String> got = new java.util.ArrayList<>();
        for (int i = 0; i < 3; i++) {
            LoopbackNode.Sent sent = f.node.take();
            got.add(body(sent));
            sent.respond(200, "OK");
        }
        assertThat(got)
                .contains("[Alice A.] two", "[Alice A.] three")
                .noneMatch(text -> text.contains("one"));
        assertThat(got.indexOf("[Alice A.] two")).isLessThan(got.indexOf("[Alice A.] three"));
    }

    private void oneWasWrittenBeforeCarolCame() {
        f.groups.remove(TEAM, CAROL);
        f.groups.change(f.groups.find(TEAM).orElseThrow().with(false, false, 2));
        bindBob(false);
        alice("one");
        f.node.take().respond(200, "OK");
    }

    /// What was written before is withheld as one's own history is, also where one leaves a group and comes again.
    @Test
    void aDeviceThatMustWaitGetsNoHistoryOfAGroup() {
        oneWasWrittenBeforeCarolCame();
        f.withholding.hold(CAROL, Set.of());
        bindCarol(false);
        f.groups.put(TEAM, new Group.Member(CAROL, false));
        f.node.take().respond(200, "OK"); // that she is in
        int sent = f.node.sent().size();
        f.clock.advance(Duration.ofMinutes(2));
        assertThat(f.node.sent()).hasSize(sent);
    }

    @Test
    void whomAnAdministratorAddsHearsTheSameWordOnceAndGetsTheSameHistory() {
        oneWasWrittenBeforeCarolCame();
        bindCarol(false);
        f.groups.put(TEAM, new Group.Member(CAROL, false)); // as the command does
        LoopbackNode.Sent word = f.node.take();
        assertThat(body(word))
                .isEqualTo(
                        "You are in the group \"The Team\" now. /help tells what you can say, /leave lets you go.");
        word.respond(200, "OK");
        f.clock.advance(Duration.ofSeconds(5));
        LoopbackNode.Sent history = f.node.take();
        assertThat(body(history)).isEqualTo("[Alice A.] one");
        history.respond(200, "OK");
        int sent = f.node.sent().size();
        f.groups.put(TEAM, new Group.Member(CAROL, true)); // another change of the group
        f.configureMessages(config -> config); // a start
        assertThat(f.node.sent()).hasSize(sent);
    }

    @Test
    void whoWasAddedWhileNoServerRanHearsItAtTheNextStart() {
        bindCarol(false);
        f.groups.remove(TEAM, CAROL);
        f.proxy.messages().close();
        f.groups.put(TEAM, new Group.Member(CAROL, false));
        assertThat(f.node.sent()).isEmpty();
        f.configureMessages(config -> config);
        assertThat(body(f.node.take())).contains("You are in the group");
    }

    @Test
    void aMemberForWhomTooMuchWaitsIsNamedInTheRecord() {
        f.configureMessages(config ->
                new MessageConfig(
                        config.maxBytes(),
                        config.perSecond(),
                        config.burst(),
                        config.expires(),
                        1,
                        config.blockedAnswer(),
                        config.copiesToAll(),
                        config.retryAfter()));
        bindBob(false);
        alice("one"); // waits for carol
        f.node.take().respond(200, "OK");
        alice("two");
        assertThat(body(f.node.take())).contains("two");
        ArchiveEvent.MessageReceived two =
                f.archive.events.stream()
                        .filter(ArchiveEvent.MessageReceived.class::isInstance)
                        .map(ArchiveEvent.MessageReceived.class::cast)
                        .toList()
                        .getLast();
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageDropped.class::isInstance)
                .map(ArchiveEvent.MessageDropped.class::cast)
                .singleElement()
                .satisfies(dropped -> {
                    assertThat(dropped.received()).containsExactly(two.id());
                    assertThat(dropped.recipient()).isEqualTo("sip:carol@example.org");
                    assertThat(dropped.reason()).isEqualTo(ArchiveEvent.DropReason.QUEUE_FULL);
                });
    }

    @Test
    void whatAMemberHasReadIsTheAuthorsToKnow() {
        bindAlice();
        bindBob(true);
        Cpim message =
                Cpim.of(
                                CpimAddress.of("sip:alice@example.org"),
                                CpimAddress.of("sip:team@example.org"),
                                f.clock.instant(),
                                MimePart.text("hello"))
                        .withMessageId("id-1")
                        .withNotifications(Set.of(DispositionNotification.DISPLAY));
        send(
                "alice",
                ALICE_TLS,
                "message/cpim",
                new String(message.toBytes(), StandardCharsets.UTF_8));
        f.node.take().respond(200, "OK");
        MimePart imdn =
                MimePart.of(
                        MediaType.of("message", "imdn+xml"),
                        Imdn.of(
                                        "id-1",
                                        f.clock.instant(),
                                        "sip:team@example.org",
                                        Imdn.Notification.DISPLAY,
                                        Imdn.Status.DISPLAYED)
                                .toBytes());
        RecordedRequest read =
                send(
                        "bob",
                        BOB_TLS,
                        "message/cpim",
                        new String(
                                Cpim.of(
                                                CpimAddress.of("sip:bob@example.org"),
                                                CpimAddress.of("sip:alice@example.org"),
                                                f.clock.instant(),
                                                imdn)
                                        .toBytes(),
                                StandardCharsets.UTF_8));
        assertThat(read.statuses()).containsExactly(200);
        LoopbackNode.Sent told = f.node.take();
        assertThat(told.request().getRequestURI().toString()).contains("192.0.2.4");
        assertThat(cpim(told).from().orElseThrow().uri()).isEqualTo("sip:bob@example.org");
        assertThat(f.node.sent()).as("and nobody else").hasSize(2);
    }

    @Test
    void whoIsTypingIsToldWhereItCanBeSaidWho() {
        bindBob(true);
        bindCarol(false);
        send(
                "alice",
                ALICE_TLS,
                IsComposing.CONTENT_TYPE,
                new String(
                        IsComposing.active("text/plain", java.time.Duration.ofSeconds(60))
                                .toBytes(),
                        StandardCharsets.UTF_8));
        LoopbackNode.Sent told = f.node.take();
        assertThat(told.request().getRequestURI().toString()).contains("192.0.2.5");
        assertThat(cpim(told).from().orElseThrow().uri()).isEqualTo("sip:alice@example.org");
        assertThat(cpim(told).content().contentType().is(IsComposing.CONTENT_TYPE)).isTrue();
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void theAuthorsOtherPhonesGetACopy() {
        bindAlice();
        f.bind(
                ALICE,
                "sip:alice@192.0.2.14:40014;transport=tls",
                RecordedRequest.flow(Transport.TLS, "192.0.2.14", 40014, 14),
                "urn:uuid:a2",
                true);
        alice("hello");
        LoopbackNode.Sent copy = f.node.take();
        assertThat(copy.request().getHeader("From").toString()).contains("sip:alice@example.org");
        assertThat(copy.request().getHeader("To").toString()).contains("sip:team@example.org");
        assertThat(cpim(copy).content().text()).isEqualTo("hello");
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void aMemberWhoBlockedTheAuthorGetsNothingAndTheOthersDo() {
        bindBob(false);
        bindCarol(false);
        f.messages.block("sip:bob@example.org", "sip:alice@example.org", true);
        alice("hello");
        assertThat(f.node.take().request().getRequestURI().toString()).contains("192.0.2.8");
        assertThat(f.node.sent()).hasSize(1);
    }

    /// Or an answer would be read before the question.
    @Test
    void whatOneWritesWaitsForWhatAnotherWroteBefore() {
        bindBob(false);
        alice("where do we meet?");
        LoopbackNode.Sent question = f.node.take();
        send("carol", CAROL_TLS, "text/plain", "in the canteen");
        assertThat(f.node.sent()).hasSize(1);
        question.respond(200, "OK");
        assertThat(body(f.node.take())).isEqualTo("[Carol] in the canteen");
    }
}
