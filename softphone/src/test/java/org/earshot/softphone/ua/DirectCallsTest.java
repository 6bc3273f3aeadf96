package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ENDED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.Fingerprint;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls from phone to phone without a server: who may, what is taken, what is offered, and what is shown.
class DirectCallsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity OURS = DtlsIdentity.generate(RANDOM, Instant.EPOCH);
    private static final Fingerprint BOBS = Fingerprint.of(new byte[] {1});
    private static final String PLAIN =
            """
            v=0
            o=- 1 1 IN IP4 192.168.1.7
            s=-
            c=IN IP4 192.168.1.7
            t=0 0
            m=audio 4000 RTP/AVP 0
            """;
    private static final String DTLS =
            PLAIN.replace("RTP/AVP", "UDP/TLS/RTP/SAVP")
                    + "a=fingerprint:"
                    + BOBS.value()
                    + "\na=setup:actpass\na=rtcp-mux\n";
    private static final String SDES =
            PLAIN.replace("RTP/AVP", "RTP/SAVP")
                    + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";

    private final FakeTimers timers = new FakeTimers();
    private final FakeDirectLine line = new FakeDirectLine();
    private final DirectRules rules = DirectRules.ofThisRun();
    private final Memory memory = Memory.ofThisRun();
    private final TestPhone phone = phone(line.kit("alice", true, rules));
    private int requests;

    private TestPhone phone(DirectKit kit) {
        return new TestPhone(
                "alice",
                "192.168.1.2",
                Transport.TLS,
                timers,
                PhoneParts.of("alice")
                        .with(PhoneSettings.of("urn:uuid:0-alice").with(KeyAgreement.SDES, OURS))
                        .with(memory)
                        .with(kit));
    }

    private TestPhone open() {
        phone.agent.direct().open();
        return phone;
    }

    private RecordedRequest request(
            String method, String source, String toTag, int cSeq, String callId, String more) {
        requests++;
        return RecordedRequest.of(
                """
                %1$s sip:alice@192.168.1.2 SIP/2.0
                Via: SIP/2.0/UDP %2$s:5060;branch=z9hG4bK%3$d
                From: "The Boss" <sip:boss@example.org>;tag=b
                To: <sip:alice@192.168.1.2>%4$s
                Call-ID: %5$s
                CSeq: %6$d %1$s
                Max-Forwards: 70
                Contact: <sip:boss@192.168.1.7:5062>
                %7$s\
                """
                        .formatted(method, source, requests, toTag, callId, cSeq, more),
                RecordedRequest.flow(Transport.UDP, source, 5060, 0));
    }

    private static String body(String sdp) {
        return "Content-Type: application/sdp\n\n" + sdp;
    }

    private RecordedRequest invite(String source, String callId, String sdp) {
        return line.comes(request("INVITE", source, "", 1, callId, body(sdp)));
    }

    private RecordedRequest invite(String sdp) {
        return invite("192.168.1.7", "c" + requests, sdp);
    }

    private RecordedRequest inCall(String method, int cSeq, String more) {
        return line.comes(
                request(
                        method,
                        "192.168.1.7",
                        ";tag=" + RecordedRequest.TO_TAG,
                        cSeq,
                        "call",
                        more));
    }

    private DtlsKeys keys() {
        return new DtlsKeys(
                SrtpKeys.generate(SrtpSuite.AEAD_AES_256_GCM, RANDOM),
                SrtpKeys.generate(SrtpSuite.AEAD_AES_256_GCM, RANDOM),
                BOBS);
    }

    private void agreeUponKeys(TestPhone which) {
        which.media.last().listener.keys(which.media.last().last().dtls().orElseThrow(), keys());
    }

    private Id answered() {
        invite("192.168.1.7", "call", DTLS);
        Id id = phone.last(UserAgentEvent.IncomingCall.class).call();
        phone.agent.answer(id);
        inCall("ACK", 1, "");
        agreeUponKeys(phone);
        return id;
    }

    private UserAgentEvent.DirectChanged told() {
        return phone.last(UserAgentEvent.DirectChanged.class);
    }

    // who may

    @Test
    void nothingIsOpenBeforeItIsWanted() {
        assertThat(line.isOpen()).isFalse();
        open();
        assertThat(line.isOpen()).isTrue();
        assertThat(line.announced).contains("alice:5060");
        assertThat(told().address()).isPresent();
        assertThat(told().discoverable()).contains("alice");
    }

    @Test
    void aPhoneThatWasStartedWithoutThemHasNone() {
        TestPhone other = phone(DirectKit.none());
        other.agent.direct().open();
        other.agent.direct().call("sip:bob@192.168.1.7");
        assertThat(other.call().reason()).contains("--direct");
        other.agent.direct().nearby();
        assertThat(other.last(UserAgentEvent.CommandFailed.class).text()).contains("--direct");
        assertThat(other.events(UserAgentEvent.DirectChanged.class)).isEmpty();
    }

    @Test
    void withAnAccountItWaitsForTheServersWord() {
        phone.agent.register(phone.account);
        open();
        assertThat(line.isOpen()).isFalse();
        assertThat(told().reason()).contains("has not said yet");
        phone.node.take().respond(200, "OK");
        assertThat(line.isOpen()).isTrue();
        assertThat(told().reason()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "direct-calls=allow, true",
        "direct-calls=refuse, false",
        "direct-calls=perhaps, false"
    })
    void theServerDecides(String word, boolean allowed) {
        open();
        phone.registeredWith("Earshot-Policy", word);
        assertThat(line.isOpen()).isEqualTo(allowed);
        assertThat(line.announced.isPresent()).isEqualTo(allowed);
        assertThat(rules.all()).containsEntry("sip:alice@example.org", allowed);
    }

    @Test
    void whatIsForbiddenEndsAtOnceAndIsSaidWhenItIsTriedAgain() {
        rules.keep("sip:alice@example.org", true);
        phone.agent.register(phone.account);
        open();
        answered();
        Response forbidding = phone.node.take().createResponse(200, "OK");
        forbidding.addHeader(Fields.header("Earshot-Policy", "direct-calls=refuse"));
        phone.node.sent().getFirst().respond(forbidding);

        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(line.announced).isEmpty();
        RecordedRequest late = invite(DTLS);
        assertThat(late.finalResponse().getStatusCode()).isEqualTo(403);
        timers.advance(Duration.ofSeconds(1));
        assertThat(line.isOpen()).isFalse();
        for (String whom : List.of("sip:bob@192.168.1.7", "sip:bob@laptop.local")) {
            phone.agent.call(whom);
            assertThat(phone.call().reason())
                    .isEqualTo(
                            "the organisation of sip:alice@example.org does not allow calls without its server");
        }
        phone.agent.direct().nearby();
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text()).contains("not allow");
        assertThat(phone.node.sent()).hasSize(1); // nor did they go by the server
    }

    @Test
    void whatWasForbiddenStaysSoWhileTheServerIsAwayAndWithoutTheAccount() {
        rules.keep("sip:alice@example.org", false);
        open();
        assertThat(line.isOpen()).isFalse();
        phone.unreachable = true;
        phone.agent.register(phone.account);
        assertThat(line.isOpen()).isFalse();
        phone.agent.unregister();
        assertThat(line.isOpen()).isFalse();
        assertThat(told().reason()).contains("does not allow");
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        line.taken = true;
        open();
        assertThat(told().reason()).contains("somebody has it");
    }

    // what is taken

    @Test
    void aCallIsTakenAndItsCallerIsNotMoreThanAClaim() {
        open();
        RecordedRequest invite = invite(DTLS);
        assertThat(invite.statuses()).containsExactly(180);
        UserAgentEvent.IncomingCall call = phone.last(UserAgentEvent.IncomingCall.class);
        assertThat(call.from()).isEqualTo("sip:boss@192.168.1.7:5062");
        assertThat(call.displayName()).isEmpty();
        assertThat(call.claimed()).contains("The Boss");
        assertThat(invite.responses().getFirst().toString())
                .contains("Contact: <sip:alice@192.168.1.2:5060>");
    }

    @Test
    void itsKeysAreThePhonesOwnAndItsLockIsNotCompared() {
        open();
        answered();
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);
        assertThat(phone.call().encryption()).contains("DTLS:AEAD_AES_256_GCM");
        UserAgentEvent.SecurityCode code = phone.last(UserAgentEvent.SecurityCode.class);
        assertThat(code.compared()).isFalse();
        assertThat(phone.media.last().ice).isEmpty();
    }

    @ParameterizedTest(name = "with a key that all can read: {0}")
    @ValueSource(booleans = {false, true})
    void whatIsNotEncryptedBetweenThePhonesIsRefused(boolean key) {
        open();
        RecordedRequest invite = invite(key ? SDES : PLAIN);
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(phone.events(UserAgentEvent.IncomingCall.class)).isEmpty();
    }

    @Test
    void audioThatWouldGoSomewhereElseIsRefused() {
        open();
        for (String sdp :
                List.of(
                        DTLS.replace("c=IN IP4 192.168.1.7", "c=IN IP4 8.8.8.8"),
                        DTLS.replace("a=rtcp-mux", "a=rtcp:4001 IN IP4 8.8.8.8"))) {
            assertThat(invite(sdp).finalResponse().getStatusCode()).isEqualTo(488);
        }
    }

    @Test
    void whoCallsWithoutAnOfferGetsOneOfDtls() {
        open();
        RecordedRequest invite = line.comes(request("INVITE", "192.168.1.7", "", 1, "call", "\n"));
        phone.agent.answer(phone.last(UserAgentEvent.IncomingCall.class).call());
        assertThat(Fields.bodyText(invite.finalResponse()))
                .contains("UDP/TLS/RTP/SAVP")
                .doesNotContain("a=crypto");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MESSAGE", "SUBSCRIBE", "NOTIFY", "REFER", "PUBLISH", "REGISTER", "FOO"})
    void nothingButCallsIsTaken(String method) {
        open();
        answered();
        for (RecordedRequest request :
                List.of(
                        line.comes(request(method, "192.168.1.7", "", 1, "x", "")),
                        inCall(method, 2, ""))) {
            assertThat(request.finalResponse().getStatusCode()).isEqualTo(405);
            assertThat(request.finalResponse().toString())
                    .contains("Allow: INVITE")
                    .doesNotContain("MESSAGE,")
                    .doesNotContain("REFER,");
        }
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);
    }

    @Test
    void otherRequestsOfCallsAreAnswered() {
        open();
        assertThat(
                        line.comes(request("OPTIONS", "192.168.1.7", "", 1, "x", ""))
                                .finalResponse()
                                .getStatusCode())
                .isEqualTo(200);
        for (String method : List.of("BYE", "INFO", "UPDATE", "PRACK", "OPTIONS", "INVITE")) {
            assertThat(inCall(method, 1, "").finalResponse().getStatusCode())
                    .as(method)
                    .isEqualTo(481);
        }
        answered();
        assertThat(inCall("INFO", 2, "").finalResponse().getStatusCode()).isEqualTo(200);
        assertThat(inCall("BYE", 3, "").finalResponse().getStatusCode()).isEqualTo(200);
        assertThat(phone.call().state()).isEqualTo(ENDED);
    }

    @Test
    void itTakesNoOtherCallsPlace() {
        open();
        RecordedRequest invite =
                line.comes(
                        request(
                                "INVITE",
                                "192.168.1.7",
                                "",
                                1,
                                "x",
                                "Replaces: a;to-tag=b;from-tag=c\n" + body(DTLS)));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(481);
    }

    @Test
    void strangersDoNotRingForEver() {
        open();
        for (int i = 0; i < 4; i++) {
            assertThat(invite(DTLS).statuses()).containsExactly(180);
        }
        assertThat(invite(DTLS).finalResponse().getStatusCode()).isEqualTo(486);
        phone.agent.hangUpAll();
        assertThat(invite(DTLS).finalResponse().getStatusCode()).isEqualTo(503);
        assertThat(invite("192.168.1.8", "other", DTLS).statuses()).containsExactly(180);
        timers.advance(Duration.ofSeconds(10));
        assertThat(invite(DTLS).statuses()).containsExactly(180);
    }

    @Test
    void aFloodFromEverywhereIsStoppedToo() {
        open();
        int rang = 0;
        for (int i = 0; i < 200; i++) {
            RecordedRequest invite = invite("10.0.0." + i, "c" + i, DTLS);
            rang += invite.statuses().contains(180) ? 1 : 0;
            phone.agent.hangUpAll();
        }
        assertThat(rang).isEqualTo(20);
    }

    @Test
    void whateverComesIsAnswered() {
        open();
        String text =
                request("INVITE", "192.168.1.7", "", 1, "call", body(DTLS)).message().toString();
        Random random = new Random(3261);
        int parsed = 0;
        for (int i = 0; i < 2_000; i++) {
            StringBuilder changed = new StringBuilder(text);
            for (int k = 1 + random.nextInt(4); k > 0; k--) {
                int at = random.nextInt(changed.length());
                changed.setCharAt(at, text.charAt(random.nextInt(text.length())));
            }
            RecordedRequest request;
            try {
                request =
                        RecordedRequest.of(
                                changed.toString(),
                                RecordedRequest.flow(
                                        Transport.UDP, "10.0." + i % 250 + ".1", 5060, 0));
            } catch (IllegalArgumentException | ClassCastException _) {
                continue; // the stack answers that
            }
            parsed++;
            line.comes(request);
            if (!request.method().equals(Request.ACK)) {
                assertThat(request.statuses()).as(changed.toString()).isNotEmpty();
                assertThat(request.statuses()).as(changed.toString()).doesNotContain(500);
            }
            phone.agent.hangUpAll();
            timers.advance(Duration.ofSeconds(2));
        }
        assertThat(parsed).isGreaterThan(500);
    }

    // calls of our own

    @Test
    void aPhoneAtAnAddressIsCalledStraightAndOnlyWithDtls() {
        open();
        Id id = phone.agent.call("sip:bob@192.168.1.7:5070");
        LoopbackNode.Sent invite = line.node.take();
        assertThat(invite.destination())
                .isEqualTo(
                        new Destination.Address(Transport.UDP, "192.168.1.7", 5070, "192.168.1.7"));
        assertThat(invite.request().getRequestURI()).hasToString("sip:bob@192.168.1.7:5070");
        // RFC 3261 §18.1.1: it may go by UDP
        assertThat(SipMessages.encode(invite.request()).length).isLessThan(1300);
        assertThat(invite.request().toString())
                .contains("From: <sip:alice@192.168.1.2>;tag=")
                .contains("Contact: <sip:alice@192.168.1.2:5060>")
                .doesNotContain("example.org")
                .doesNotContain("REFER")
                .doesNotContain("a=crypto")
                .doesNotContain("a=candidate")
                .contains("UDP/TLS/RTP/SAVP");
        invite.respond(answer(invite, DTLS.replace("actpass", "active")));
        agreeUponKeys(phone);
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);
        phone.agent.hangUp(id);
        assertThat(line.node.take().destination()).isEqualTo(invite.destination());
    }

    @ParameterizedTest(name = "with a key that all can read: {0}")
    @ValueSource(booleans = {false, true})
    void anAnswerThatIsNotEncryptedEndsTheCall(boolean key) {
        open();
        phone.agent.call("sip:bob@192.168.1.7");
        LoopbackNode.Sent invite = line.node.take();
        invite.respond(answer(invite, key ? SDES : PLAIN));
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(phone.media.last().applied).isEmpty();
    }

    @Test
    void whereItIsRefusedThereIsNoSecondOffer() {
        open();
        phone.agent.call("sip:bob@192.168.1.7");
        line.node.take().respond(488, "Not Acceptable Here");
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(line.node.sent()).hasSize(1);
    }

    @Test
    void nobodyGetsOurPassword() {
        phone.registered();
        open();
        phone.agent.call("sip:bob@192.168.1.7");
        LoopbackNode.Sent invite = line.node.take();
        Response challenge = invite.createResponse(401, "Unauthorized");
        challenge.addHeader(
                Fields.header(
                        "WWW-Authenticate",
                        "Digest realm=\"192.168.1.2\", nonce=\"1\", algorithm=MD5, qop=\"auth\""));
        invite.respond(challenge);
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(line.node.sent()).hasSize(1);
    }

    @Test
    void aContactLeadsNowhereElse() {
        open();
        answered();
        phone.agent.hangUpAll();
        LoopbackNode.Sent bye = line.node.take();
        assertThat(bye.destination())
                .isEqualTo(
                        new Destination.Address(Transport.UDP, "192.168.1.7", 5062, "192.168.1.7"));
        invite("192.168.1.9", "two", DTLS); // whose Contact is another machine's
        assertThat(phone.last(UserAgentEvent.IncomingCall.class).from())
                .isEqualTo("sip:boss@192.168.1.9:5060");
    }

    @Test
    void ordinaryAddressesGoByTheServerAsEver() {
        phone.registered();
        open();
        phone.agent.call("sip:bob@example.org");
        phone.agent.call("bob");
        phone.agent.call("sip:bob@192.0.2.100:5070"); // our server's
        assertThat(line.node.sent()).isEmpty();
        assertThat(phone.node.take().request().getRequestURI()).hasToString("sip:bob@example.org");
    }

    @Test
    void farAwayNobodyIsCalled() {
        open();
        phone.agent.call("sip:bob@8.8.8.8");
        assertThat(phone.call().reason()).contains("not in this network");
        line.hosts.put("far.local", InetAddress.ofLiteral("8.8.8.8"));
        phone.agent.call("sip:bob@far.local");
        assertThat(phone.call().reason()).contains("not in this network");
        phone.agent.call("sip:bob@nobody.local");
        assertThat(phone.call().reason()).isEqualTo("nobody is called nobody.local");
        assertThat(line.node.sent()).isEmpty();
    }

    @Test
    void aCallWithoutAServerIsNotHandedOn() {
        open();
        Id id = answered();
        phone.agent.transfer(id, "sip:carol@example.org");
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text())
                .isEqualTo("a call without a server can't be transferred");
    }

    @Test
    void itsSoundIsNobodysReport() {
        phone.registered();
        open();
        answered();
        phone.agent.hangUpAll();
        assertThat(phone.node.sent()).noneMatch(s -> s.request().getMethod().equals("PUBLISH"));
    }

    // who is near

    @Test
    void phonesNearbyAreToldAsTheyAreFound() {
        open();
        phone.agent.direct().nearby();
        List<NearbyPhone> bob = List.of(near("bob"));
        line.searching.orElseThrow().accept(bob);
        line.searching.orElseThrow().accept(bob);
        timers.advance(Duration.ofSeconds(5));
        assertThat(phone.events(UserAgentEvent.NearbyPhones.class))
                .containsExactly(
                        new UserAgentEvent.NearbyPhones(bob, true),
                        new UserAgentEvent.NearbyPhones(bob, false));
        assertThat(line.searching).isEmpty();
    }

    private static NearbyPhone near(String name) {
        return new NearbyPhone(name, InetAddress.ofLiteral("192.168.1.7"), 5070);
    }

    @Test
    void aPhoneNearbyIsCalledByItsName() {
        open();
        phone.agent.call("Bob in the kitchen");
        assertThat(line.node.sent()).isEmpty();
        line.searching.orElseThrow().accept(List.of(near("carol"), near("bob in the kitchen")));
        assertThat(line.node.take().request().getRequestURI())
                .hasToString("sip:bob%20in%20the%20kitchen@192.168.1.7:5070");
        assertThat(line.searching).isEmpty();
    }

    @Test
    void whoIsNotFoundIsNotCalled() {
        open();
        phone.agent.direct().call("bob");
        line.searching.orElseThrow().accept(List.of(near("carol")));
        timers.advance(Duration.ofSeconds(5));
        assertThat(phone.call().reason()).isEqualTo("no phone nearby is called bob");
        Id given = phone.agent.direct().call("bob");
        phone.agent.hangUp(given);
        assertThat(phone.call().reason()).isEqualTo("cancelled");
        assertThat(line.searching).isEmpty();
    }

    // what was compared

    @Test
    void whatWasComparedCountsForThatNameAtAnyAddressAndForNoOther() {
        open();
        Id id = answered();
        phone.agent.compared(id);
        phone.agent.hangUpAll();
        phone.events.clear();
        TestPhone again = phone(line.kit("alice", false, DirectRules.ofThisRun()));
        assertThat(comparedWith(again, "sip:boss@192.168.1.99")).isTrue();
        assertThat(comparedWith(again, "sip:bob@192.168.1.7:5062")).isFalse();
    }

    private boolean comparedWith(TestPhone which, String uri) {
        which.agent.direct().open();
        int before = line.node.sent().size();
        which.agent.direct().call(uri);
        LoopbackNode.Sent invite = line.node.sent().get(before);
        invite.respond(answer(invite, DTLS.replace("actpass", "active")));
        agreeUponKeys(which);
        boolean compared = which.last(UserAgentEvent.SecurityCode.class).compared();
        which.agent.hangUpAll();
        return compared;
    }

    private static Response answer(LoopbackNode.Sent invite, String sdp) {
        Response ok = invite.createResponse(200, "OK");
        ok.addHeader(Fields.header("Contact", "<sip:bob@8.8.8.8:5060>"));
        Fields.setBody(
                ok,
                "application",
                "sdp",
                sdp.replace("\n", "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(((ToHeader) ok.getHeader(ToHeader.NAME)).getTag()).isNotEmpty();
        assertThat(invite.request().getMethod()).isEqualTo(Request.INVITE);
        return ok;
    }

    @Test
    void aCallThatIsForbiddenWhileItsWayIsLookedForIsNotMade() {
        open();
        line.slow = Optional.of(new java.util.concurrent.CompletableFuture<>());
        phone.agent.call("sip:bob@laptop.local");
        phone.registeredWith("Earshot-Policy", "direct-calls=refuse");
        line.slow.get().complete(List.of(InetAddress.ofLiteral("192.168.1.7")));
        assertThat(phone.call().reason()).contains("does not allow");
        assertThat(line.node.sent()).isEmpty();
    }

    @Test
    void thePhoneEndsWithGoodbyes() {
        open();
        answered();
        var quit = phone.agent.quit().toCompletableFuture();
        assertThat(line.node.take().request().getMethod()).isEqualTo(Request.BYE);
        assertThat(line.announced).isEqualTo(Optional.empty());
        assertThat(line.isOpen()).isTrue(); // the BYE may have to be sent twice
        timers.advance(Duration.ofSeconds(1));
        assertThat(quit).isDone();
        assertThat(line.isOpen()).isFalse();
    }
}
