package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.earshot.softphone.media.srtp.SrtpContext;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;
import org.earshot.softphone.media.srtp.Unprotected;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Media keys never cross cleartext, and what they protect is not sound to whoever listens on the wire.
@Tag("realtime")
class KeysOnTheWireIT {
    private static final double TONE = 440;
    private static final String KEY = "inline:";

    private static Lab serversLab;
    private static EarshotServer server;
    private static int people;

    private Lab lab;
    private String alice;
    private String bob;

    @BeforeAll
    static void start() {
        serversLab = Lab.of("keys-server");
        server = EarshotServer.start(serversLab);
    }

    @AfterAll
    static void stop() {
        serversLab.close();
    }

    /// New people, whom nobody has registered before.
    @BeforeEach
    void open() {
        lab = Lab.of("keys");
        people++;
        alice = "alice" + people;
        bob = "bob" + people;
        server.withUser(alice, "pw" + alice).withUser(bob, "pw" + bob);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void ofTwoPhonesOnlyTheSecureOneIsGivenKeys() throws Exception {
        BarePhone cleartext = bareOverUdp();
        EarshotPhone secure = phone(bob, "silence", "--auto-answer");
        EarshotPhone caller = phone(alice, "tone");

        caller.tell("call sip:" + bob + "@127.0.0.1");
        secure.event("incoming-call", 30, _ -> true);
        assertThat(caller.call("established").path("encryption").asText()).startsWith("SDES:");
        caller.tell("hangup");
        caller.call("ended");
        secure.call("ended");

        assertNoKeys(cleartext);
    }

    @Test
    void aPhoneThatHasOnlyCleartextIsNotCalledWithKeys() throws Exception {
        BarePhone callee = bareOverUdp();
        EarshotPhone caller = phone(alice, "tone");

        caller.tell("call sip:" + bob + "@127.0.0.1");
        refuseDtls(callee);
        assertThat(caller.call("ended").path("reason").asText()).contains("encrypted");

        assertNoKeys(callee);
    }

    /// An offer whose keys are agreed between the phones may go there; this phone can't do that.
    private static void refuseDtls(BarePhone callee) throws Exception {
        String invite = callee.request("INVITE");
        assertThat(invite).contains("UDP/TLS/RTP/SAVP").doesNotContain("a=crypto");
        callee.answer(invite, "488 Not Acceptable Here", "");
    }

    /// The other half of the next test: where a call is plain, as the user has allowed, its sound is on the wire.
    @Test
    void whereTheUserAllowsItTheCallIsPlainAndShownSo() throws Exception {
        try (CapturedAudio audio = new CapturedAudio()) {
            BarePhone callee = bareOverUdp();
            EarshotPhone caller = phone(alice, "tone", "--allow-plain");

            caller.tell("call sip:" + bob + "@127.0.0.1");
            refuseDtls(callee);
            String invite = callee.request("INVITE");
            assertThat(invite).contains("RTP/AVP");
            callee.answer(invite, "200 OK", answer(audio, "RTP/AVP", ""));
            assertThat(caller.call("established").path("encryption").asText()).isEqualTo("none");
            assertThat(CapturedAudio.share(audio.packets(50), TONE)).isGreaterThan(0.8);
            caller.tell("hangup");
            callee.answer(callee.request("BYE"), "200 OK", "");
            caller.call("ended");

            assertNoKeys(callee);
        }
    }

    /// A phone that is careless with its own keys does not get those of the other.
    @Test
    void anAnswerWithKeysDoesNotGoBackOverCleartext() throws Exception {
        EarshotPhone callee = phone(alice, "tone", "--auto-answer");
        BarePhone caller = bareOverUdp();

        String crypto = crypto(1, SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]);
        String refusal = caller.invite(alice, sdp(16_000, "RTP/SAVP", crypto));

        assertThat(refusal).startsWith("SIP/2.0 488");
        assertNoKeys(caller);
        callee.call("ended");
    }

    @ParameterizedTest
    @EnumSource(
            value = SrtpSuite.class,
            names = {"AES_CM_128_HMAC_SHA1_80", "AEAD_AES_256_GCM"})
    void thePacketsOfACallAreSrtp(SrtpSuite suite) throws Exception {
        try (CapturedAudio audio = new CapturedAudio()) {
            BarePhone callee =
                    BarePhone.tls(lab, bob, "pw" + bob, server.address("tls"), server.ca())
                            .registered();
            EarshotPhone caller = phone(alice, "tone");

            caller.tell("call sip:" + bob + "@127.0.0.1");
            String invite = callee.request("INVITE");
            String offered =
                    BarePhone.body(invite)
                            .lines()
                            .filter(line ->
                                    line.startsWith("a=crypto:") && line.contains(suite.name()))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no " + suite + ": " + invite));
            byte[] ours = new byte[suite.keyBytes() + suite.saltBytes()];
            Arrays.fill(ours, (byte) 7);
            String tag = offered.substring("a=crypto:".length(), offered.indexOf(' '));
            callee.answer(
                    invite,
                    "200 OK",
                    answer(audio, "RTP/SAVP", crypto(Integer.parseInt(tag), suite, ours)));
            JsonNode established = caller.call("established");
            assertThat(established.path("encryption").asText()).isEqualTo("SDES:" + suite.name());
            List<byte[]> packets = audio.packets(50);

            assertThat(CapturedAudio.share(packets, TONE)).as("on the wire").isLessThan(0.1);
            assertThat(CapturedAudio.share(opened(packets, suite, offered), TONE))
                    .as("to whoever has the key")
                    .isGreaterThan(0.8);
            caller.tell("hangup");
            callee.answer(callee.request("BYE"), "200 OK", "");
            caller.call("ended");
        }
    }

    private static List<byte[]> opened(List<byte[]> packets, SrtpSuite suite, String offered) {
        String key = offered.substring(offered.indexOf(KEY) + KEY.length()).split("[| ]", 2)[0];
        try (SrtpContext context =
                new SrtpContext(new SrtpKeys(suite, Base64.getDecoder().decode(key)))) {
            return packets.stream()
                    .map(packet -> {
                        byte[] plain = packet.clone();
                        Unprotected result = context.unprotect(plain, plain.length);
                        assertThat(result).isInstanceOf(Unprotected.Accepted.class);
                        return plain;
                    })
                    .toList();
        }
    }

    private static void assertNoKeys(BarePhone phone) {
        phone.settle();
        assertThat(phone.everything()).noneMatch(message -> message.contains(KEY));
    }

    private static String crypto(int tag, SrtpSuite suite, byte[] key) {
        return "a=crypto:%d %s inline:%s\r\n"
                .formatted(tag, suite.name(), Base64.getEncoder().encodeToString(key));
    }

    private static String answer(CapturedAudio audio, String profile, String crypto) {
        return sdp(audio.port(), profile, crypto);
    }

    private static String sdp(int port, String profile, String crypto) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + ("m=audio " + port + " " + profile + " 0\r\n")
                + "a=rtpmap:0 PCMU/8000\r\na=ptime:20\r\n"
                + crypto;
    }

    private BarePhone bareOverUdp() throws IOException {
        return BarePhone.udp(lab, bob, "pw" + bob, server.address("udp")).registered();
    }

    private EarshotPhone phone(String name, String sound, String... options) {
        return EarshotPhone.overTls(lab, server, name, sound, options);
    }
}
