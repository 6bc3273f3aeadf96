package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.PLAIN_SDP;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.RefusedBy;
import org.earshot.proxy.archive.ClaimedFile;
import org.earshot.proxy.archive.ClaimedWay;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.search.ContentText;
import org.earshot.proxy.channel.FileRules;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the record has of calls, and of words that did not pass beside it.
class CallsRecordedTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";

    private static final String FILE =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=message 7654 TCP/TLS/MSRP *
            a=sendonly
            a=accept-types:*
            a=path:msrps://192.0.2.1:7654/jshA7we;tcp
            a=setup:actpass
            a=fingerprint:sha-256 AB:CD
            a=file-selector:name:"plan.pdf" type:application/pdf size:2500000 hash:sha-256:AB:CD
            a=file-transfer-id:x1
            """;

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);

    @BeforeEach
    void bob() {
        f.bindBob();
    }

    @ParameterizedTest(name = "{0} by the {2}")
    @CsvSource({"486, Busy Here, PHONE", "603, Decline, PHONE", "487, Request Terminated, CALLER"})
    void whatAPhoneSays(int status, String meaning, RefusedBy by) {
        f.send("INVITE");
        f.clock.advance(Duration.ofSeconds(9));
        f.node.take().respond(status, "sell all");
        ArchiveEvent.CallRefused refused = only(ArchiveEvent.CallRefused.class);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.reason()).isEqualTo(meaning);
        assertThat(refused.by()).isEqualTo(by);
        assertThat(refused.caller().address()).isEqualTo(ALICE);
        assertThat(refused.caller().proof()).isEqualTo(IdentityProof.FLOW);
        assertThat(refused.callees()).containsExactly(BOB);
        assertThat(refused.callId()).isEqualTo("1@phone");
        assertThat(Duration.between(refused.began(), refused.at()))
                .isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void nobodyAnswers() {
        f.send("INVITE");
        f.node.take().timeOut();
        assertThat(only(ArchiveEvent.CallRefused.class))
                .matches(refused -> refused.status() == 408 && refused.by() == RefusedBy.SERVER);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({"carol, 480", "nobody, 404"})
    void nobodyIsThere(String callee, int status) {
        f.send("INVITE", text -> text.replace("INVITE sip:bob", "INVITE sip:" + callee));
        ArchiveEvent.CallRefused refused = only(ArchiveEvent.CallRefused.class);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.by()).isEqualTo(RefusedBy.SERVER);
        assertThat(refused.callees()).containsExactly("sip:" + callee + "@example.org");
    }

    @Test
    void nobodyKnowsWhereThePhonesAre() {
        f.storeIsAway = true;
        assertThat(f.send("INVITE").finalResponse().getStatusCode()).isEqualTo(503);
        assertThat(only(ArchiveEvent.CallRefused.class).status()).isEqualTo(503);
    }

    @Test
    void aChatInACall() {
        String chat = PLAIN_SDP + "m=message 2855 TCP/TLS/MSRP *\n";
        f.send(ALICE_TLS, f.text("INVITE", "", chat));
        ArchiveEvent.CallRefused refused = only(ArchiveEvent.CallRefused.class);
        assertThat(refused.status()).isEqualTo(488);
        assertThat(refused.reason()).contains("chat inside a call is not recorded");
    }

    @Test
    void ofWhomNobodyKnowsNothingIsWritten() {
        f.send(RecordedRequest.udpFlow(), f.text("INVITE", "Subject: hello", PLAIN_SDP));
        assertThat(f.archive.events).isEmpty();
    }

    @Test
    void aCallFromItsAnswerToItsEnd() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", ProxyFixture.KEYED_SDP));
        LoopbackNode.Sent sent = f.node.take();
        f.clock.advance(Duration.ofSeconds(5));
        Response answer =
                ProxyFixture.withBody(sent.createResponse(200, "OK"), ProxyFixture.KEYED_SDP);
        sent.respond(answer);
        sent.respond(answer);
        ArchiveEvent.CallAnswered answered = only(ArchiveEvent.CallAnswered.class);
        assertThat(answered.answeredBy()).contains(BOB);
        assertThat(answered.flow()).contains(BOB_TLS);
        assertThat(answered.encryption()).contains("SDES");

        f.clock.advance(Duration.ofMinutes(1));
        bye(invite);
        ArchiveEvent.CallEnded ended = only(ArchiveEvent.CallEnded.class);
        assertThat(ended.caller().address()).isEqualTo(ALICE);
        assertThat(ended.endedBy()).contains(ALICE);
        assertThat(ended.began()).contains(answered.began());
        assertThat(ended.answered()).contains(answered.at());
        assertThat(ended.at()).isEqualTo(answered.at().plus(Duration.ofMinutes(1)));
        assertThat(ended.encryption()).contains("SDES");
    }

    @Test
    void aFileFromItsOfferToItsEnd() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", FILE));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(
                ProxyFixture.withBody(
                        sent.createResponse(200, "OK"),
                        FILE.replace("sendonly", "recvonly")
                                .replace("a=path:", "a=path:msrps://192.0.2.9:2855/t0ken;tcp ")));
        ArchiveEvent.CallAnswered answered = only(ArchiveEvent.CallAnswered.class);
        assertThat(answered.encryption()).contains("TLS");
        assertThat(answered.files())
                .containsExactly(
                        new ClaimedFile(
                                "plan.pdf",
                                OptionalLong.of(2_500_000),
                                Optional.of("application/pdf"),
                                List.of("sha-256:ab:cd"),
                                Optional.of("x1"),
                                Optional.of(new ClaimedWay(List.of("192.0.2.9:2855")))));
        f.send(ALICE_TLS, later(f.text("BYE", route(invite) + "\nReason: SIP;cause=200", "")));
        ArchiveEvent.CallEnded ended = only(ArchiveEvent.CallEnded.class);
        assertThat(ended.files()).isEqualTo(answered.files());
        assertThat(ended.reason()).contains("SIP;cause=200");
    }

    @Test
    void aFileThatIsDeclined() {
        f.send(ALICE_TLS, f.text("INVITE", "", FILE));
        f.node.take().respond(603, "Decline");
        assertThat(only(ArchiveEvent.CallRefused.class).files())
                .extracting(ClaimedFile::name)
                .containsExactly("plan.pdf");
    }

    @Test
    void aFileThatMayNotGoStraightIsRefusedByTheServer() {
        f.configure(config -> config.withFiles(new FileRules(true, 3_000_000, Set.of("exe"))));
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", FILE));
        assertThat(f.node.sent()).isEmpty();
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(invite.finalResponse().getHeader("Warning").toString())
                .contains("by the file store of this server alone");
        ArchiveEvent.CallRefused refused = only(ArchiveEvent.CallRefused.class);
        assertThat(refused.files()).extracting(ClaimedFile::name).containsExactly("plan.pdf");

        f.archive.events.clear();
        RecordedRequest program =
                f.send(ALICE_TLS, f.text("INVITE", "", FILE.replace("plan.pdf", "plan.exe")));
        assertThat(program.finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(program.finalResponse().getHeader("Warning").toString())
                .contains("files that end in .exe are not allowed");
        assertThat(only(ArchiveEvent.CallRefused.class).files()).hasSize(1);
    }

    @Test
    void whomAForbiddenFileWasForCanBeTold() {
        f.configure(config -> config.withFiles(new FileRules(true, 3_000_000, Set.of("exe"))));
        List<String> told = new ArrayList<>();
        f.proxy.onForbiddenFile((sender, to, file, why) ->
                told.add(sender.address() + " " + to + " " + file.name() + ": " + why));
        f.send(ALICE_TLS, f.text("INVITE", "", FILE)); // goes another way
        String program = FILE.replace("plan.pdf", "plan.exe");
        f.send(ALICE_TLS, f.text("INVITE", "", program.replace("sendonly", "recvonly")));
        assertThat(told).isEmpty();
        f.send(ALICE_TLS, f.text("INVITE", "", program));
        assertThat(told)
                .containsExactly(
                        ALICE + " " + BOB + " plan.exe: files that end in .exe are not allowed");
    }

    @Test
    void norIsItTakenWhereTheAnswerOffersIt() {
        f.configure(config -> config.withFiles(new FileRules(true, 3_000_000, Set.of())));
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", ""));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(ProxyFixture.withBody(sent.createResponse(200, "OK"), FILE));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(f.node.take().request().getMethod()).isEqualTo("BYE");
    }

    /// RFC 3261 §13.2.1: the offer is in the answer where the INVITE has none.
    @Test
    void aFileThatIsOfferedInTheAnswer() {
        f.send(ALICE_TLS, f.text("INVITE", "", ""));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(ProxyFixture.withBody(sent.createResponse(200, "OK"), FILE));
        assertThat(only(ArchiveEvent.CallAnswered.class).files()).hasSize(1);
    }

    @Test
    void aCallFromBeforeTheStart() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        f.node.take().respond(200, "OK");
        f.configure(config -> config);
        f.archive.events.clear();
        bye(invite);
        ArchiveEvent.CallEnded ended = only(ArchiveEvent.CallEnded.class);
        assertThat(ended.caller().address()).isEqualTo(ALICE);
        assertThat(ended.callees()).containsExactly(BOB);
        assertThat(ended.began()).isEmpty();
    }

    @Test
    void whileTheArchiveIsAwayCallsGoOnAndAreWrittenLater() {
        f.archive.available = false;
        f.send("INVITE");
        f.node.take().respond(486, "Busy Here");
        f.send("INVITE", text -> text.replace("INVITE sip:bob", "INVITE sip:carol"));
        f.clock.advance(Duration.ofSeconds(10));
        assertThat(f.archive.events).isEmpty();
        f.archive.available = true;
        f.clock.advance(Duration.ofSeconds(10));
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.CallRefused.class::isInstance)
                .extracting(event -> ((ArchiveEvent.CallRefused) event).status())
                .containsExactly(486, 480);
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.RecordGap.class);
        f.clock.advance(Duration.ofMinutes(1));
        assertThat(f.archive.events).hasSize(3);
    }

    @Test
    void wordsInARequest() {
        String route = inCall();
        f.send(
                ALICE_TLS,
                later(f.text("INFO", route, "sell all")).replace("application/sdp", "text/plain"));
        ArchiveEvent.TextWithheld withheld = only(ArchiveEvent.TextWithheld.class);
        assertThat(withheld.method()).isEqualTo("INFO");
        assertThat(withheld.status()).contains(415);
        assertThat(withheld.sender().address()).isEqualTo(ALICE);
        assertThat(withheld.recipients()).containsExactly(BOB);
        assertThat(withheld.content())
                .hasValueSatisfying(content -> {
                    assertThat(content.type()).isEqualTo("text/plain");
                    assertThat(new String(content.body().array(), StandardCharsets.UTF_8))
                            .isEqualTo("sell all");
                });
    }

    @Test
    void wordsThatAreTakenOff() {
        String route = inCall();
        f.send(
                ALICE_TLS,
                later(f.text("BYE", route + "\nSubject: buy", "sell all"))
                        .replace("application/sdp", "text/plain"));
        ArchiveEvent.TextWithheld withheld = only(ArchiveEvent.TextWithheld.class);
        assertThat(withheld.status()).isEmpty();
        assertThat(withheld.content())
                .hasValueSatisfying(content -> {
                    assertThat(content.type()).isEqualTo("message/cpim");
                    assertThat(ContentText.of(content)).isEqualTo("buy\nsell all");
                });
        assertThat(only(ArchiveEvent.CallEnded.class).endedBy()).contains(ALICE);
    }

    @Test
    void aSubject() {
        f.send(ALICE_TLS, f.text("INVITE", "Subject: sell all", PLAIN_SDP));
        assertThat(only(ArchiveEvent.TextWithheld.class).content().map(ContentText::of))
                .contains("sell all");
    }

    @Test
    void wordsInAnAnswer() {
        f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();
        String busy =
                ProxyFixture.withBody(sent.createResponse(486, "Busy Here"), "sell all")
                        .toString()
                        .replace("application/sdp", "text/plain");
        sent.respond((Response) RecordedRequest.parse(busy));
        ArchiveEvent.TextWithheld withheld = only(ArchiveEvent.TextWithheld.class);
        assertThat(withheld.sender().address()).isEqualTo(BOB);
        assertThat(withheld.recipients()).containsExactly(ALICE);
        assertThat(withheld.content()).isPresent();
    }

    @Test
    void bothHangUpAtOnce() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();
        Response answer = sent.createResponse(200, "OK");
        sent.respond(answer);
        bye(invite);
        bye(invite);
        sent.respond(answer);
        only(ArchiveEvent.CallAnswered.class);
        only(ArchiveEvent.CallEnded.class);
    }

    @Test
    void aCallThatWasHungUpForItsWordsEndsOnce() {
        String route = inCall();
        f.send(ALICE_TLS, later(f.text("INVITE", route, "")));
        LoopbackNode.Sent sent = f.node.take();
        Response chat =
                ProxyFixture.withBody(
                        sent.createResponse(200, "OK"),
                        PLAIN_SDP + "m=message 2855 TCP/TLS/MSRP *\n");
        sent.respond(chat);
        sent.respond(chat);
        f.send(ALICE_TLS, later(f.text("BYE", route, "")));
        only(ArchiveEvent.CallEnded.class);
    }

    @ParameterizedTest
    @CsvSource({"183, Session Progress", "200, OK"})
    void wordsInAVetoedAnswerThatComesTwice(int status, String reason) {
        f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();
        Response answer = chatAndWords(sent.createResponse(status, reason));
        sent.respond(answer);
        sent.respond(answer);
        assertThat(only(ArchiveEvent.TextWithheld.class).content()).isPresent();
    }

    @Test
    void anAddressIsCutToWhatTheRecordTakes() {
        String longName = "b".repeat(600);
        Party party =
                new Party(
                        Optional.of(new AddressOfRecord(longName, "example.org")),
                        Optional.of(BOB_TLS));
        assertThat(CallArchive.address(party)).hasSize(512);
    }

    /// An offer of chat, and words beside it.
    private static Response chatAndWords(Response response) {
        String both =
                "--x\r\nContent-Type: application/sdp\r\n\r\n"
                        + (PLAIN_SDP + "m=message 2855 TCP/TLS/MSRP *\n").replace("\n", "\r\n")
                        + "\r\n--x\r\nContent-Type: text/plain\r\n\r\nsell all\r\n--x--\r\n";
        return (Response)
                RecordedRequest.parse(
                        ProxyFixture.withBody(response, both)
                                .toString()
                                .replaceFirst(
                                        "Content-Type: application/sdp",
                                        "Content-Type: multipart/mixed;boundary=x"));
    }

    private <T extends ArchiveEvent> T only(Class<T> kind) {
        assertThat(f.archive.events).filteredOn(kind::isInstance).hasSize(1);
        return f.archive.events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private void bye(RecordedRequest invite) {
        f.send(ALICE_TLS, later(f.text("BYE", route(invite), "")));
    }

    private String inCall() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        f.node.take().respond(200, "OK");
        return route(invite);
    }

    private static String route(RecordedRequest invite) {
        return "Route: <" + ProxyFixture.recordRoutes(invite.finalResponse()).getLast() + ">";
    }

    private static String later(String text) {
        return text.replace(
                "To: <sip:bob@example.org>",
                "To: <sip:bob@example.org>;tag=" + RecordedRequest.TO_TAG);
    }
}
