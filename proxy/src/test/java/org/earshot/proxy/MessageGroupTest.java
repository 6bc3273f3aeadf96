package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sip.address.SipURI;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.message.Imdn;
import org.earshot.common.message.IsComposing;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.message.MessageConfig;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupChanges;
import org.junit.jupiter.api.Test;

/// Groups: one address for many.
class MessageGroupTest extends GroupScene {
    private static final ZoneId GMT = ZoneId.of("GMT");

    private int answered;

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
    void whatHasNoPlaceForItsWritersNameHasItInFrom() {
        bindBob(false);
        send("alice", ALICE_TLS, "image/png", "a picture");
        LoopbackNode.Sent picture = f.node.take();
        assertThat(body(picture)).isEqualTo("a picture");
        assertThat(picture.request().getHeader("From").toString())
                .contains("\"Alice A. (The Team)\" <sip:team@example.org>");
        picture.respond(200, "OK");
        send("alice", ALICE_TLS, "text/markdown;charset=UTF-8", "\\[Bob] *hi*");
        LoopbackNode.Sent markdown = f.node.take();
        assertThat(body(markdown)).isEqualTo("[Alice A.] \\[Bob] *hi*");
        assertThat(markdown.request().getHeader("Content-Type").toString())
                .contains("text/plain;charset=UTF-8");
        markdown.respond(200, "OK");
        send("alice", ALICE_TLS, "text/html;charset=iso-8859-1", "<b>hi</b>");
        LoopbackNode.Sent markup = f.node.take();
        assertThat(body(markup)).isEqualTo("[Alice A.] <b>hi</b>");
        assertThat(markup.request().getHeader("Content-Type").toString())
                .contains("text/html;charset=UTF-8");
        assertThat(markup.request().getHeader("From").toString())
                .contains("\"The Team\" <sip:team@example.org>");
    }

    @Test
    void whatTheGroupHasTakenGetsItsAnswerAgainThoughItsTimeIsOver() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(f.clock.instant().atZone(GMT));
        String hello =
                request("alice", "text/plain", "hello")
                        .replace("Content-Type:", "Expires: 60\nDate: " + date + "\nContent-Type:");
        assertThat(f.send(ALICE_TLS, hello).statuses()).containsExactly(202);
        f.clock.advance(Duration.ofSeconds(90));
        f.configureMessages(config -> config);
        String again = hello.replaceFirst("branch=z9hG4bK", "branch=z9hG4bKagain");
        assertThat(f.send(ALICE_TLS, again).statuses()).containsExactly(202);
        String other = again.replaceFirst("\\d+ MESSAGE", "4711 MESSAGE");
        assertThat(f.send(ALICE_TLS, other).statuses()).containsExactly(400);
    }

    /// A group of twenty: one phone answers 415, one is off, one never answers.
    @Test
    void noneOfTwentyWaitsForAnother() {
        Map<String, List<String>> got = new TreeMap<>();
        List<String> names = new ArrayList<>(List.of("picky", "silent", "off"));
        for (int i = 0; i < 16; i++) {
            names.add("m" + i);
        }
        f.groups.remove(TEAM, BOB);
        f.groups.remove(TEAM, CAROL);
        for (String name : names) {
            AddressOfRecord address = new AddressOfRecord(name, "example.org");
            f.accounts.create(address, "");
            f.groups.change(TEAM, GroupChanges.join(address));
            if (!name.equals("off")) {
                bind(address);
            }
        }
        assertThat(f.groups.find(TEAM).orElseThrow().members()).hasSize(20);
        answer(got); // that they are in
        got.clear();
        List<String> texts = List.of("[Alice A.] one", "[Alice A.] two", "[Alice A.] three");
        for (String text : List.of("one", "two", "three")) {
            RecordedRequest message = alice(text);
            answer(got);
            assertThat(message.statuses()).containsExactly(200);
        }
        for (int i = 0; i < 16; i++) {
            assertThat(got.get("m" + i)).as("m" + i).isEqualTo(texts);
        }
        assertThat(got.get("picky")).as("refuses each, once").isEqualTo(texts);
        assertThat(got.get("silent")).as("is still at the word that it is in").isNull();
        assertThat(got.get("off")).isNull();
        bind(new AddressOfRecord("off", "example.org"));
        answer(got);
        assertThat(got.get("off"))
                .as("all of it, in order")
                .hasSize(4)
                .startsWith(
                        "You are in the group \"The Team\" now. /help tells what you can say, /leave lets you go.")
                .endsWith(texts.toArray(String[]::new));
        assertThat(answers("picky"))
                .as("the word that it is in, and the texts")
                .hasSize(4)
                .containsOnly(415);
        assertThat(answers("m0")).hasSize(4).containsOnly(200);
    }

    private void bind(AddressOfRecord address) {
        int port = 41000 + Math.floorMod(address.hashCode(), 20000);
        f.bind(
                address,
                "sip:" + address.user() + "@192.0.2.5:" + port + ";transport=tls",
                BOB_TLS,
                "urn:uuid:" + address.user(),
                false);
    }

    /// Answers for all phones but the silent one.
    ///
    /// @param got takes what each got, by name
    private void answer(Map<String, List<String>> got) {
        while (answered < f.node.sent().size()) {
            answered++;
            LoopbackNode.Sent sent = f.node.take();
            String name = ((SipURI) sent.request().getRequestURI()).getUser();
            if (name.equals("silent")) {
                continue;
            }
            got.computeIfAbsent(name, _ -> new ArrayList<>()).add(body(sent));
            if (name.equals("picky")) {
                sent.respond(415, "Unsupported Media Type");
            } else {
                sent.respond(200, "OK");
            }
        }
    }

    /// How the phone of somebody answered, as the record has it.
    private List<Integer> answers(String name) {
        return f.archive.events.stream()
                .filter(ArchiveEvent.MessageDelivered.class::isInstance)
                .map(ArchiveEvent.MessageDelivered.class::cast)
                .filter(event -> event.recipient().equals("sip:" + name + "@example.org"))
                .map(ArchiveEvent.MessageDelivered::status)
                .toList();
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
        alice("/remove <sips:carol@EXAMPLE.org>");
        assertThat(f.groups.find(TEAM).orElseThrow().member(CAROL)).isEmpty();
        alice("/add carol@elsewhere.net");
        assertThat(replies("alice").getLast()).contains("There is no carol@elsewhere.net");
        assertThat(f.groups.find(TEAM).orElseThrow().member(CAROL)).isEmpty();
        alice("/remove bob@elsewhere.net");
        assertThat(f.groups.find(TEAM).orElseThrow().member(BOB)).isPresent();
        alice("/add tel:+49");
        assertThat(replies("alice").getLast()).contains("There is no tel:+49");
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
    void whoWasAddedWhileNoServerRanHearsItAtTheNextStart() {
        bindCarol(false);
        f.groups.remove(TEAM, CAROL);
        f.proxy.messages().close();
        administratorPuts(new Group.Member(CAROL, false));
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

    @Test
    void aMemberWhoBlockedTheAuthorIsNotToldThatTheyType() {
        bindBob(true);
        bindCarol(true);
        f.messages.block("sip:bob@example.org", "sip:alice@example.org", true);
        send(
                "alice",
                ALICE_TLS,
                IsComposing.CONTENT_TYPE,
                new String(
                        IsComposing.active("text/plain", java.time.Duration.ofSeconds(60))
                                .toBytes(),
                        StandardCharsets.UTF_8));
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
