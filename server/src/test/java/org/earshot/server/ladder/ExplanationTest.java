package org.earshot.server.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.service.FlowLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {
    /// To a phone that has got the INVITE.
    private static final String TO_PHONE = "< INVITE\n> 100 INVITE\n> INVITE #1\n";

    private static final String RINGING = TO_PHONE + "< 180 INVITE #1\n> 180 INVITE\n";
    private static final String ANSWERED = RINGING + "< 200 INVITE #1\n> 200 INVITE\n";

    private static String phone(int status) {
        return TO_PHONE + "< " + status + " INVITE #1\n> ACK #1\n> " + status + " INVITE";
    }

    private static String here(int status) {
        return "< INVITE\n> " + status + " INVITE";
    }

    private static String here(int status, String phrase) {
        return here(status) + " " + phrase;
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("< INVITE\n> 100 INVITE", CallCause.OPEN, Outcome.OPEN),
                Arguments.of(RINGING, CallCause.OPEN, Outcome.OPEN),
                Arguments.of(ANSWERED + "< ACK", CallCause.ANSWERED, Outcome.ANSWERED),
                Arguments.of(
                        ANSWERED + "> 200 INVITE\n> 200 INVITE\n< BYE by callee",
                        CallCause.NO_ACK,
                        Outcome.ANSWERED),
                Arguments.of(
                        ANSWERED + "> 200 INVITE\n> 200 INVITE\n< ACK",
                        CallCause.ANSWERED,
                        Outcome.ANSWERED),
                Arguments.of(phone(301), CallCause.MOVED, Outcome.FAILED),
                Arguments.of(phone(302), CallCause.MOVED, Outcome.FAILED),
                Arguments.of(here(400), CallCause.BAD_REQUEST, Outcome.FAILED),
                Arguments.of(here(407), CallCause.NO_CREDENTIALS, Outcome.FAILED),
                Arguments.of(
                        "< INVITE\n> 407 INVITE\n< INVITE+credentials\n> 407 INVITE",
                        CallCause.WRONG_PASSWORD,
                        Outcome.FAILED),
                Arguments.of(
                        "< INVITE\n> 401 INVITE\n< INVITE+credentials\n> 401 INVITE",
                        CallCause.WRONG_PASSWORD,
                        Outcome.FAILED),
                Arguments.of(
                        here(403, "From Is Not Your Address"),
                        CallCause.NOT_OWN_ADDRESS,
                        Outcome.FAILED),
                Arguments.of(
                        here(403, "Relaying Denied"), CallCause.FOREIGN_DOMAIN, Outcome.FAILED),
                Arguments.of(here(403), CallCause.FORBIDDEN, Outcome.FAILED),
                Arguments.of(phone(403), CallCause.FORBIDDEN_THERE, Outcome.FAILED),
                Arguments.of(here(404), CallCause.UNKNOWN_NAME, Outcome.FAILED),
                Arguments.of(phone(404), CallCause.UNKNOWN_THERE, Outcome.FAILED),
                Arguments.of(phone(405), CallCause.NOT_ALLOWED, Outcome.FAILED),
                Arguments.of(TO_PHONE + "> 408 INVITE", CallCause.PHONE_SILENT, Outcome.FAILED),
                Arguments.of(
                        RINGING + "> CANCEL #1\n> 408 INVITE", CallCause.NO_ANSWER, Outcome.MISSED),
                Arguments.of(phone(410), CallCause.GONE, Outcome.FAILED),
                Arguments.of(here(413), CallCause.TOO_LARGE, Outcome.FAILED),
                Arguments.of(here(415), CallCause.RECORD_RULES, Outcome.FAILED),
                Arguments.of(phone(415), CallCause.CONTENT_REFUSED, Outcome.FAILED),
                Arguments.of(here(416), CallCause.URI_REFUSED, Outcome.FAILED),
                Arguments.of(phone(420), CallCause.EXTENSION_MISSING, Outcome.FAILED),
                Arguments.of(phone(421), CallCause.EXTENSION_MISSING, Outcome.FAILED),
                Arguments.of(phone(422), CallCause.SESSION_INTERVAL, Outcome.FAILED),
                Arguments.of(phone(430), CallCause.FLOW_LOST, Outcome.FAILED),
                Arguments.of(phone(433), CallCause.ANONYMOUS, Outcome.FAILED),
                Arguments.of(phone(438), CallCause.IDENTITY, Outcome.FAILED),
                Arguments.of(here(440), CallCause.TOO_MANY_PHONES, Outcome.FAILED),
                Arguments.of(here(480), CallCause.NOBODY_REGISTERED, Outcome.FAILED),
                Arguments.of(
                        "< INVITE+keys\n> 480 INVITE", CallCause.NO_SECURE_PHONE, Outcome.FAILED),
                Arguments.of(
                        RINGING
                                + "> 480 INVITE Temporarily Unavailable !399 example.org \""
                                + FlowLoss.WORDS
                                + "\"",
                        CallCause.FLOW_LOST,
                        Outcome.MISSED),
                Arguments.of(phone(480), CallCause.PHONE_UNAVAILABLE, Outcome.FAILED),
                Arguments.of(
                        RINGING + "< 480 INVITE #1\n> 480 INVITE",
                        CallCause.NO_ANSWER,
                        Outcome.MISSED),
                Arguments.of(phone(481), CallCause.NO_SUCH_CALL, Outcome.FAILED),
                Arguments.of(here(482), CallCause.LOOP, Outcome.FAILED),
                Arguments.of(here(483), CallCause.TOO_MANY_HOPS, Outcome.FAILED),
                Arguments.of(phone(484), CallCause.NUMBER_INCOMPLETE, Outcome.FAILED),
                Arguments.of(phone(485), CallCause.AMBIGUOUS, Outcome.FAILED),
                Arguments.of(phone(486), CallCause.BUSY, Outcome.MISSED),
                Arguments.of(phone(600), CallCause.BUSY, Outcome.MISSED),
                Arguments.of(
                        RINGING + "< CANCEL\n> 200 CANCEL\n> CANCEL #1\n> 487 INVITE",
                        CallCause.CALLER_GAVE_UP,
                        Outcome.MISSED),
                Arguments.of(
                        TO_PHONE + "< CANCEL\n> 200 CANCEL\n> 487 INVITE",
                        CallCause.GAVE_UP_BEFORE_RINGING,
                        Outcome.MISSED),
                Arguments.of(
                        RINGING + "> CANCEL #1\n< 487 INVITE #1\n> 487 INVITE",
                        CallCause.NO_ANSWER,
                        Outcome.MISSED),
                Arguments.of(phone(488), CallCause.NO_COMMON_CODEC, Outcome.FAILED),
                Arguments.of(phone(606), CallCause.NO_COMMON_CODEC, Outcome.FAILED),
                Arguments.of(here(488), CallCause.RECORD_RULES, Outcome.FAILED),
                Arguments.of(
                        TO_PHONE
                                + "< 200 INVITE #1\n> 488 INVITE Not Acceptable Here !399 example.org \"keys need TLS\"",
                        CallCause.ENCRYPTION_DEMANDED,
                        Outcome.FAILED),
                Arguments.of(phone(491), CallCause.BOTH_AT_ONCE, Outcome.FAILED),
                Arguments.of(here(500), CallCause.SERVER_FAULT, Outcome.FAILED),
                Arguments.of(phone(501), CallCause.NOT_ALLOWED, Outcome.FAILED),
                Arguments.of(phone(502), CallCause.GATEWAY, Outcome.FAILED),
                Arguments.of(here(503), CallCause.STORE_AWAY, Outcome.FAILED),
                Arguments.of(phone(503), CallCause.OVERLOADED, Outcome.FAILED),
                Arguments.of(phone(504), CallCause.GATEWAY, Outcome.FAILED),
                Arguments.of(phone(513), CallCause.TOO_LARGE, Outcome.FAILED),
                Arguments.of(phone(603), CallCause.DECLINED, Outcome.MISSED),
                Arguments.of(phone(604), CallCause.UNKNOWN_THERE, Outcome.FAILED),
                Arguments.of(phone(607), CallCause.SPAM, Outcome.FAILED),
                Arguments.of(phone(499), CallCause.REFUSED, Outcome.FAILED));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void theMainCauseAndTheOutcome(String script, CallCause cause, Outcome outcome) {
        LadderStore.Ladder ladder = Script.ladder(script);
        assertThat(Explanation.of(ladder, List.of())).first().isEqualTo(cause);
        assertThat(ladder.summary().outcome()).isEqualTo(outcome);
    }

    @Test
    void whoHungUpIsSaid() {
        String said = ANSWERED + "< ACK\n";
        assertThat(Explanation.of(Script.ladder(said), List.of()))
                .containsExactly(CallCause.ANSWERED, CallCause.GOES_ON);
        assertThat(Explanation.of(Script.ladder(said + "< BYE"), List.of()))
                .containsExactly(CallCause.ANSWERED, CallCause.CALLER_HUNG_UP);
        assertThat(Explanation.of(Script.ladder(said + "< BYE by callee"), List.of()))
                .containsExactly(CallCause.ANSWERED, CallCause.CALLEE_HUNG_UP);
    }

    @Test
    void aPasswordThatWasRightIsNoFailure() {
        LadderStore.Ladder ladder =
                Script.ladder("< INVITE\n> 407 INVITE\n< INVITE+credentials\n> 486 INVITE");
        assertThat(Explanation.of(ladder, List.of())).containsExactly(CallCause.BUSY);
        assertThat(ladder.summary().status()).isEqualTo(486);
        assertThat(ladder.summary().began()).isEqualTo(Script.START);
    }

    private static QualityReport report(String loss, String mos) throws Exception {
        return QualityReport.parse(
                """
                VQSessionReport: CallTerm
                CallID: %s
                LocalID: <sip:alice@example.org>
                RemoteID: <sip:bob@example.org>
                LocalMetrics:
                Timestamps:START=2026-11-23T09:00:00Z STOP=2026-11-23T09:01:05Z
                PacketLoss:NLR=%s JDR=0.0
                QualityEst:MOSCQ=%s
                """
                        .formatted(Script.CALL_ID, loss, mos)
                        .getBytes(UTF_8));
    }

    @Test
    void whatPhonesHeardIsAdded() throws Exception {
        LadderStore.Ladder ladder = Script.ladder(ANSWERED + "< ACK\n< BYE");
        assertThat(Explanation.of(ladder, List.of(report("0.5", "4.2"))))
                .doesNotContain(CallCause.BAD_SOUND, CallCause.NOTHING_HEARD);
        assertThat(Explanation.of(ladder, List.of(report("20.0", "2.1"), report("20.0", "2.2"))))
                .containsOnlyOnce(CallCause.BAD_SOUND);
        assertThat(Explanation.of(ladder, List.of(report("100.0", "1.0"))))
                .contains(CallCause.NOTHING_HEARD)
                .doesNotContain(CallCause.BAD_SOUND);
    }

    @Test
    void whatWasLostIsSaid() {
        LadderStore.Ladder ladder = Script.ladder(here(404));
        assertThat(
                        Explanation.of(
                                new LadderStore.Ladder(ladder.summary(), ladder.messages(), 3),
                                List.of()))
                .containsExactly(CallCause.UNKNOWN_NAME, CallCause.INCOMPLETE);
    }

    @Test
    void eachCauseIsSaidOnceAndPlainly() {
        Set<String> texts = new TreeSet<>();
        for (CallCause cause : CallCause.values()) {
            assertThat(texts.add(cause.text(499))).as(cause.key()).isTrue();
            assertThat(cause.text(499)).endsWith(".").doesNotContain("{");
        }
        assertThat(CallCause.REFUSED.text(499)).contains("499");
    }
}
