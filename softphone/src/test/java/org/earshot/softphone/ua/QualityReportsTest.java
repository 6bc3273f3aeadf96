package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import org.earshot.common.quality.Measure;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.SessionQuality;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the server hears at the end of a call (RFC 6035).
class QualityReportsTest {
    private final FakeTimers timers = new FakeTimers();
    private final TestPhone alice = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);
    private final TestPhone bob = new TestPhone("bob", "192.0.2.2", Transport.TLS, timers);
    private final List<Integer> answers = new java.util.ArrayList<>(List.of(200));

    private static VoipMetrics metrics(int ssrc, int lost, int score) {
        return new VoipMetrics(
                ssrc,
                new VoipMetrics.Losses(lost, 0, 128, 1, 120, 4000),
                new VoipMetrics.Delays(80, 61),
                16,
                new VoipMetrics.Scores(93, score, score - 1),
                new VoipMetrics.Buffer(40, 80, 200));
    }

    /// Alice calls bob; both hang up after a minute by what their media says.
    private void talk(TestPhone caller) {
        Id call = caller.agent.call("bob");
        bob.agent.answer(bob.last(UserAgentEvent.IncomingCall.class).call());
        for (TestPhone phone : List.of(caller, bob)) {
            phone.media.last().quality =
                    Optional.of(
                            new SessionQuality(
                                    Duration.ofSeconds(65),
                                    phone.media.last().last(),
                                    0x1234,
                                    metrics(0x5678, 13, 43),
                                    3.4,
                                    Optional.of(metrics(0x1234, 64, 29))));
        }
        caller.agent.hangUp(call);
    }

    private void registered() {
        registered(alice);
    }

    private void registered(TestPhone caller) {
        caller.registered();
        bob.registered();
        join(caller, bob);
        join(bob, caller);
    }

    /// As [TestPhone#join], with a server that also answers PUBLISH.
    private void join(TestPhone one, TestPhone other) {
        one.node.answeredBy(request -> {
            switch (request.method()) {
                case Request.REGISTER -> request.respond(200, "OK");
                case Request.PUBLISH -> {
                    int status = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
                    if (status > 0) {
                        request.respond(status, "Whatever");
                    }
                }
                default -> other.agent.handle(request);
            }
        });
    }

    private static List<Request> published(TestPhone phone) {
        return phone.node.sent().stream()
                .map(LoopbackNode.Sent::request)
                .filter(sent -> sent.getMethod().equals(Request.PUBLISH))
                .toList();
    }

    @Test
    void bothSidesTellTheirServerWhatTheyKnow() throws Exception {
        registered();
        talk(alice);
        assertThat(published(alice)).hasSize(1);
        Request publish = published(alice).getFirst();
        assertThat(publish.getRequestURI()).hasToString("sip:alice@example.org");
        assertThat(Fields.text(publish, "Event")).contains("vq-rtcpxr");
        assertThat(Fields.text(publish, "Content-Type")).contains("application/vq-rtcpxr");
        QualityReport report = QualityReport.parse(Fields.body(publish));
        assertThat(report.kind()).isEqualTo(QualityReport.Kind.SESSION);
        assertThat(report.local()).isEqualTo("sip:alice@example.org");
        assertThat(report.remote()).isEqualTo("sip:bob@example.org");
        assertThat(report.origin()).isEqualTo("sip:alice@example.org");
        assertThat(report.heardHere().stop()).contains(timers.instant());
        assertThat(report.heardHere().start()).contains(timers.instant().minusSeconds(65));
        assertThat(report.heardHere().codec()).contains("opus");
        assertThat(report.heardHere().value(Measure.NLR)).hasValue(5.1);
        assertThat(report.heardHere().value(Measure.IAJ)).hasValue(3);
        assertThat(report.heardHere().value(Measure.RTD)).hasValue(80);
        assertThat(report.heardHere().value(Measure.MOSLQ)).hasValue(4.3);
        assertThat(report.heardThere().orElseThrow().value(Measure.MOSLQ)).hasValue(2.9);
        assertThat(report.heardThere().orElseThrow().value(Measure.NLR)).hasValue(25);
        assertThat(report.localAddress().orElseThrow().ip()).isEqualTo("192.0.2.1");
        assertThat(report.localAddress().orElseThrow().ssrc()).isEqualTo(0x1234);
        assertThat(report.remoteAddress().orElseThrow().ip()).isEqualTo("192.0.2.2");

        QualityReport other = QualityReport.parse(Fields.body(published(bob).getFirst()));
        assertThat(other.callId()).isEqualTo(report.callId());
        assertThat(other.origin()).isEqualTo("sip:alice@example.org");
        assertThat(other.dialog().orElseThrow().local())
                .isEqualTo(report.dialog().orElseThrow().remote());
    }

    @Test
    void ofACallThatNobodyAnsweredNothingIsTold() {
        registered();
        Id call = alice.agent.call("bob");
        alice.agent.hangUp(call);
        assertThat(published(alice)).isEmpty();
        assertThat(published(bob)).isEmpty();
    }

    @Test
    void whoDoesNotWantItTellsNothing() {
        PhoneSettings usual = PhoneSettings.of("urn:uuid:0-alice");
        TestPhone discreet =
                new TestPhone(
                        "alice",
                        "192.0.2.1",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("alice")
                                .with(
                                        new PhoneSettings(
                                                usual.instanceId(),
                                                usual.plainFallback(),
                                                usual.encryptionRequired(),
                                                usual.registrationExpires(),
                                                usual.silenceLimit(),
                                                usual.packetMillis(),
                                                usual.keepsHistory(),
                                                false,
                                                usual.wishes())));
        registered(discreet);
        talk(discreet);
        assertThat(published(discreet)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 489, 501})
    void aServerThatTakesNoneIsAskedOnceAndNobodyIsBothered(int status) {
        answers.set(0, status);
        registered();
        talk(alice);
        talk(alice);
        assertThat(published(alice)).hasSize(1);
        assertThat(alice.events(UserAgentEvent.CommandFailed.class)).isEmpty();
    }

    @Test
    void whatIsRefusedIsForgottenAndWhatCantBeTakenNowComesAgain() {
        answers.addAll(0, List.of(400, 503));
        registered();
        talk(alice);
        assertThat(published(bob)).as("400").hasSize(1);
        assertThat(published(alice)).as("503").hasSize(1);
        talk(alice);
        assertThat(published(bob)).hasSize(2);
        assertThat(published(alice)).as("the one before, and this").hasSize(3);
        assertThat(Fields.body(published(alice).get(1)))
                .isEqualTo(Fields.body(published(alice).getFirst()));
    }

    @Test
    void aPhoneThatQuitsInACallStillTells() {
        registered();
        talk(alice);
        answers.set(0, 0); // as if the server took its time
        Id call = alice.agent.call("bob");
        bob.agent.answer(bob.last(UserAgentEvent.IncomingCall.class).call());
        alice.media.last().quality =
                Optional.of(
                        new SessionQuality(
                                Duration.ofSeconds(1),
                                alice.media.last().last(),
                                1,
                                metrics(2, 0, 43),
                                0,
                                Optional.empty()));
        var goodbye = alice.agent.quit();
        assertThat(call).isNotNull();
        assertThat(published(alice)).hasSize(2);
        assertThat(goodbye.toCompletableFuture()).isNotCompleted();
        alice.node.sent().stream()
                .filter(sent -> sent.request().getMethod().equals(Request.PUBLISH))
                .toList()
                .getLast()
                .respond(200, "OK");
        assertThat(goodbye.toCompletableFuture()).isCompleted();
    }

    @Test
    void whatAPeerTellsThatCantBeIsLeftOut() throws Exception {
        registered();
        Id call = alice.agent.call("bob");
        bob.agent.answer(bob.last(UserAgentEvent.IncomingCall.class).call());
        VoipMetrics nonsense =
                new VoipMetrics(
                        1,
                        new VoipMetrics.Losses(255, 255, 255, 255, 65_535, 65_535),
                        new VoipMetrics.Delays(0, 65_535),
                        255,
                        new VoipMetrics.Scores(255, 255, 127),
                        new VoipMetrics.Buffer(65_535, 65_535, 65_535));
        alice.media.last().quality =
                Optional.of(
                        new SessionQuality(
                                Duration.ZERO,
                                alice.media.last().last(),
                                1,
                                metrics(2, 0, 43),
                                1e9,
                                Optional.of(nonsense)));
        alice.agent.hangUp(call);
        QualityReport report = QualityReport.parse(Fields.body(published(alice).getFirst()));
        assertThat(report.heardHere().values()).doesNotContainKey(Measure.IAJ);
        assertThat(report.heardThere().orElseThrow().values())
                .doesNotContainKeys(Measure.MOSLQ, Measure.MOSCQ, Measure.RCQ, Measure.RTD);
    }
}
