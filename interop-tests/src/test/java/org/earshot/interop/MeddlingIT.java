package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two real phones, and between one of them and the server somebody who reads and changes what they say: no sound goes that
/// should not, and the lock is never better than the truth.
@Tag("realtime")
class MeddlingIT {
    private static final String CRYPTO = "(?m)^a=crypto:.*\r\n";

    private static Lab house;
    private static EarshotServer server;
    private static int people;

    private Lab lab;
    private String alice;
    private String bob;
    private Path aliceSays;
    private Path bobSays;

    @BeforeAll
    static void startServer() {
        house = Lab.of("meddling-server");
        server = EarshotServer.start(house);
    }

    @AfterAll
    static void stopServer() {
        house.close();
    }

    /// New people, of whom nobody knows that they speak encrypted.
    @BeforeEach
    void open() {
        lab = Lab.of("meddling");
        people++;
        alice = "alice" + people;
        bob = "bob" + people;
        server.withUser(alice, "pw" + alice).withUser(bob, "pw" + bob);
        aliceSays = Recording.speech(lab, "alice");
        bobSays = Recording.longSpeech(lab, "bob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private EarshotPhone phone(String name, String server, Path says, String... options) {
        return EarshotPhone.start(
                lab,
                name,
                "pw" + name,
                server,
                "tls",
                Optional.of(MeddlingIT.server.ca()),
                says,
                options);
    }

    private EarshotPhone bob(String... options) {
        return phone(bob, server.address("tls"), bobSays, options);
    }

    private EarshotPhone alice(SipMiddle middle, String... options) {
        return phone(alice, middle.address(), aliceSays, options);
    }

    private void call(EarshotPhone caller) {
        caller.tell("call sip:" + bob + "@127.0.0.1");
    }

    private static String without(String pattern, String message) {
        return message.replaceAll(pattern, "");
    }

    /// Keys and profile are gone: an offer that looks plain.
    private static String plain(String message) {
        return without("(?m)^a=(?:fingerprint|setup|crypto):.*\r\n", message)
                .replaceAll("(?:UDP/TLS/)?RTP/SAVP", "RTP/AVP");
    }

    private static void neverEstablished(EarshotPhone phone) {
        JsonNode end =
                phone.event(
                        "call",
                        60,
                        e ->
                                e.path("state").asText().equals("ended")
                                        || e.path("state").asText().equals("established"));
        assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("ended");
    }

    /// What of the keys is not there is not used: the phones agree upon others, and say so.
    @Test
    void whereTheKeysOfTheOfferAreStrippedThePhonesAgreeUponOthers() throws Exception {
        SipMiddle middle =
                SipMiddle.start(
                        lab,
                        server,
                        (message, _) -> Optional.of(without(CRYPTO, message)),
                        SipMiddle.Meddler::none);
        EarshotPhone called = bob("--auto-answer");
        EarshotPhone calling = alice(middle);
        EarshotPhone.allRegistered(called, calling);
        call(calling);
        assertThat(calling.call("established").path("encryption").asText()).startsWith("DTLS:");
        assertThat(called.call("established").path("encryption").asText()).startsWith("DTLS:");
        assertThat(calling.event("security-code", 10, _ -> true).path("compared").asBoolean(true))
                .isFalse();
    }

    /// The called phone says that it is plain; the calling one does not take that.
    @Test
    void anOfferThatWasMadePlainIsNoCallForWhoOfferedKeys() throws Exception {
        SipMiddle middle =
                SipMiddle.start(
                        lab,
                        server,
                        (message, _) -> Optional.of(plain(message)),
                        SipMiddle.Meddler::none);
        EarshotPhone called = bob("--auto-answer");
        EarshotPhone calling = alice(middle);
        EarshotPhone.allRegistered(called, calling);
        call(calling);
        neverEstablished(calling);
        called.event("incoming-call", 30, _ -> true);
        JsonNode state = called.event("call", 30, e -> !e.path("state").asText().equals("ringing"));
        assertThat(state.path("encryption").asText("none")).isEqualTo("none");
    }

    @Test
    void anAnswerWhoseKeyWasStrippedEndsTheCall() throws Exception {
        SipMiddle middle =
                SipMiddle.start(
                        lab,
                        server,
                        SipMiddle.Meddler::none,
                        (message, _) -> Optional.of(without(CRYPTO, message)));
        EarshotPhone called = bob("--auto-answer");
        EarshotPhone calling = alice(middle);
        EarshotPhone.allRegistered(called, calling);
        call(calling);
        neverEstablished(calling);
        called.call("ended");
    }

    /// Whoever says "not acceptable" gets no plain offer, but where the user wants that and nobody knows better.
    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "--allow-plain"})
    void aForgedRefusalMakesNothingPlain(String option) throws Exception {
        boolean[] forging = new boolean[1];
        SipMiddle middle =
                SipMiddle.start(
                        lab,
                        server,
                        (message, back) ->
                                forging[0] ? refused(message, back) : Optional.of(message),
                        SipMiddle.Meddler::none);
        EarshotPhone called = bob("--auto-answer");
        EarshotPhone calling = option.isEmpty() ? alice(middle) : alice(middle, option);
        EarshotPhone.allRegistered(called, calling);
        call(calling);
        calling.call("established");
        calling.tell("hangup");
        calling.call("ended");
        called.call("ended");

        forging[0] = true;
        call(calling);
        neverEstablished(calling);
        assertThat(middle.passed())
                .filteredOn(message -> message.startsWith("INVITE "))
                .hasSizeGreaterThan(1)
                .noneMatch(message -> message.contains(" RTP/AVP"));
    }

    private static Optional<String> refused(String message, Consumer<String> back) {
        if (message.startsWith("INVITE ")) {
            back.accept(SipMiddle.forged(message, "488 Not Acceptable Here"));
            return Optional.empty();
        }
        return message.startsWith("ACK ") && message.contains("tag=forged")
                ? Optional.empty()
                : Optional.of(message);
    }

    @ParameterizedTest(name = "of the {0}")
    @ValueSource(strings = {"offer", "answer"})
    void withAnotherFingerprintThereIsNoCall(String of) throws Exception {
        SipMiddle middle =
                SipMiddle.start(
                        lab,
                        server,
                        (message, _) ->
                                Optional.of(of.equals("offer") ? otherwise(message) : message),
                        (message, _) ->
                                Optional.of(of.equals("answer") ? otherwise(message) : message));
        EarshotPhone called = bob("--auto-answer");
        EarshotPhone calling = alice(middle, "--media-security", "dtls");
        EarshotPhone.allRegistered(called, calling);
        call(calling);
        neverEstablished(calling);
        neverEstablished(called);
        assertThat(middle.passed()).anyMatch(message -> message.contains("a=fingerprint:"));
    }

    private static String otherwise(String message) {
        Matcher fingerprint =
                Pattern.compile("(?m)^(a=fingerprint:\\S+ )([0-9A-Fa-f])").matcher(message);
        return fingerprint.replaceAll(
                found -> found.group(1) + (found.group(2).equals("0") ? "1" : "0"));
    }

    /// Everything comes three times: as it was, again, and changed; the last two from elsewhere too.
    @ParameterizedTest
    @ValueSource(strings = {"sdes", "dtls"})
    void whatIsReplayedOrAlteredIsNotPlayed(String keys) throws Exception {
        try (RtpMiddle audio = new RtpMiddle()) {
            SipMiddle middle =
                    SipMiddle.start(
                            lab,
                            server,
                            (message, _) -> Optional.of(audio.offered(message)),
                            (message, _) -> Optional.of(audio.answered(message)));
            EarshotPhone called = bob("--auto-answer");
            EarshotPhone calling = alice(middle, "--media-security", keys);
            EarshotPhone.allRegistered(called, calling);
            call(calling);
            calling.call("established");
            for (int second = 0; second < 6; second++) {
                calling.event("media", 10, _ -> true);
            }
            JsonNode atAlice = calling.fresh("media");
            JsonNode atBob = called.fresh("media");
            calling.tell("hangup");
            called.call("ended");
            System.out.printf(
                    "%s: passed %d and %d packets, thrice each; taken %d and %d%n",
                    keys,
                    audio.toCaller(),
                    audio.toCallee(),
                    atAlice.path("packetsReceived").asLong(),
                    atBob.path("packetsReceived").asLong());
            assertThat(atAlice.path("packetsReceived").asLong())
                    .isBetween(250L, (long) audio.toCaller());
            assertThat(atBob.path("packetsReceived").asLong())
                    .isBetween(250L, (long) audio.toCallee());
            heard(bobSays, calling.quitAndHeard(), "alice hears bob");
            heard(aliceSays, called.quitAndHeard(), "bob hears alice");
        }
    }

    private static void heard(Path said, Path heard, String what) throws IOException {
        assertThat(Recording.correlation(said, heard)).as(what).isGreaterThan(0.8);
    }
}
