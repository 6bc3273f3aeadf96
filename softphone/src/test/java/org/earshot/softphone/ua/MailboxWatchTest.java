package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3842; the bodies are those of its §5.
class MailboxWatchTest {
    private static final String INITIAL =
            """
            Messages-Waiting: yes
            Message-Account: sip:alice@vmail.example.com
            Voice-Message: 2/8 (0/2)
            """;

    private static final String CHANGED =
            """
            Messages-Waiting: yes
            Message-Account: sip:alice@vmail.example.com
            Voice-Message: 4/8 (1/2)

            To: <alice@atlanta.example.com>
            From: <bob@biloxi.example.com>
            Subject: carpool tomorrow?
            Priority: normal
            Message-ID: 13784434989@vmail.example.com
            """;

    private static final Optional<String> ACCOUNT = Optional.of("sip:alice@vmail.example.com");

    private final FakeTimers timers = new FakeTimers();
    private final TestPhone phone = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);

    private int seq;

    private void loggedIn() {
        phone.registeredElsewhere();
        timers.advance(MailboxWatch.PAUSE);
    }

    private LoopbackNode.Sent next() {
        LoopbackNode.Sent sent;
        do {
            sent = phone.node.take();
        } while (!sent.request().getMethod().equals(Request.SUBSCRIBE));
        return sent;
    }

    private long asked() {
        return phone.node.sent().stream()
                .filter(s -> s.request().getMethod().equals(Request.SUBSCRIBE))
                .count();
    }

    private static void ok(LoopbackNode.Sent sent) {
        Response response = sent.createResponse(200, "OK");
        response.setHeader(Fields.header("Expires", "3600"));
        response.setHeader(Fields.header("Contact", "<sip:192.0.2.100;transport=tls>"));
        sent.respond(response);
    }

    private int notify(String to, String callId, String more, String body) {
        Request notify =
                (Request)
                        RecordedRequest.parse(
                                """
                                NOTIFY sip:alice@192.0.2.1:5062 SIP/2.0
                                Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bKmwi1
                                %sFrom: <sip:alice@example.org>;tag=%s
                                To: <sip:alice@example.org>%s
                                Call-ID: %s
                                CSeq: %d NOTIFY
                                Event: message-summary
                                Subscription-State: active;expires=3000
                                Max-Forwards: 70
                                """
                                        .formatted(
                                                more, RecordedRequest.TO_TAG, to, callId, ++seq));
        Fields.setBody(
                notify,
                "application",
                "simple-message-summary",
                body.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        return new RecordedRequest(notify, phone.flow).handledBy(phone.agent).statuses().getFirst();
    }

    private int notify(LoopbackNode.Sent subscribe, String body) {
        return notify(
                ";tag=" + Fields.senderTag(subscribe.request()),
                Fields.callId(subscribe.request()),
                "",
                body);
    }

    private int unasked(String vias, String body) {
        return notify("", "unasked@vmail.example.com", vias, body);
    }

    private Optional<Mailbox> told() {
        return phone.last(UserAgentEvent.MailboxChanged.class).mailbox();
    }

    @Test
    void whatWaitsIsAskedForAndToldWhenItChanges() {
        loggedIn();
        LoopbackNode.Sent subscribe = next();
        assertThat(subscribe.request().getRequestURI()).hasToString("sip:alice@example.org");
        assertThat(Fields.text(subscribe.request(), "Event")).contains("message-summary");
        assertThat(Fields.text(subscribe.request(), "Accept"))
                .contains("application/simple-message-summary");
        ok(subscribe);
        assertThat(notify(subscribe, INITIAL)).isEqualTo(200);
        assertThat(told()).contains(new Mailbox(true, ACCOUNT, 2, 8, 0, 2));
        assertThat(notify(subscribe, CHANGED)).isEqualTo(200);
        assertThat(told()).contains(new Mailbox(true, ACCOUNT, 4, 8, 1, 2));
        assertThat(notify(subscribe, "Messages-Waiting: no\nVoice-Message: 0/12\n")).isEqualTo(200);
        assertThat(told()).contains(new Mailbox(false, Optional.empty(), 0, 12, 0, 0));
        phone.agent.unregister();
        assertThat(Fields.text(next().request(), "Expires")).contains("0");
        assertThat(told()).isEmpty();
    }

    @Test
    void whatIsTheSameIsToldOnceAndWhatCanNotBeReadNotAtAll() {
        loggedIn();
        LoopbackNode.Sent subscribe = next();
        ok(subscribe);
        notify(subscribe, INITIAL);
        notify(subscribe, INITIAL);
        assertThat(notify(subscribe, "Voice-Message: many\n")).isEqualTo(200);
        assertThat(phone.events(UserAgentEvent.MailboxChanged.class)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405, 480, 489, 501})
    void aServerWithoutAMailboxIsAskedOnceInALogIn(int status) {
        loggedIn();
        next().respond(status, "Whatever");
        timers.advance(Duration.ofHours(3));
        assertThat(asked()).isEqualTo(1);
        assertThat(phone.events(UserAgentEvent.CommandFailed.class)).isEmpty();
        phone.agent.unregister();
        phone.agent.register(phone.account);
        phone.node.sent().getLast().respond(200, "OK");
        timers.advance(MailboxWatch.PAUSE);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aServerThatIsBusyIsAskedAgainAfterSomeMinutes() {
        loggedIn();
        next().respond(503, "Service Unavailable");
        timers.advance(Duration.ofMinutes(4));
        assertThat(asked()).isEqualTo(1);
        timers.advance(Duration.ofMinutes(2));
        assertThat(asked()).isEqualTo(2);
    }

    /// What waits there are texts, which the phone shows itself.
    @Test
    void ourOwnServerIsNotAsked() {
        phone.registered();
        timers.advance(MailboxWatch.PAUSE);
        assertThat(asked()).isZero();
        assertThat(unasked("", INITIAL)).isEqualTo(481);
        assertThat(phone.events(UserAgentEvent.MailboxChanged.class)).isEmpty();
    }

    @Test
    void aServerMayTellWithoutBeingAsked() {
        loggedIn();
        next().respond(489, "Bad Event");
        assertThat(unasked("", INITIAL)).isEqualTo(200);
        assertThat(told()).contains(new Mailbox(true, ACCOUNT, 2, 8, 0, 2));
    }

    @Test
    void whatWasToldUnaskedOutlastsTheRefusalOfASubscription() {
        loggedIn();
        assertThat(unasked("", INITIAL)).isEqualTo(200);
        next().respond(489, "Bad Event");
        assertThat(told()).contains(new Mailbox(true, ACCOUNT, 2, 8, 0, 2));
        phone.agent.unregister();
        assertThat(told()).isEmpty();
    }

    @Test
    void whatASubscriptionToldIsForgottenWhenItIsRefused() {
        loggedIn();
        assertThat(unasked("", CHANGED)).isEqualTo(200);
        LoopbackNode.Sent subscribe = next();
        assertThat(notify(subscribe, INITIAL)).isEqualTo(200);
        subscribe.respond(489, "Bad Event");
        assertThat(told()).isEmpty();
    }

    /// It may come from anybody, and the lamp has the user call what stands in it.
    @Test
    void whatTheServerOnlyPassesOnIsNotBelieved() {
        loggedIn();
        next().respond(489, "Bad Event");
        assertThat(
                        unasked(
                                "Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bKx\n",
                                INITIAL.replace("vmail.example.com", "premium.example.net")))
                .isEqualTo(481);
        assertThat(phone.events(UserAgentEvent.MailboxChanged.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@vmail.example.com, sip:alice@vmail.example.com",
        "<sip:*97@pbx.example.com>, sip:*97@pbx.example.com",
        "\"Mailbox\" <sips:vm@pbx.example.com;user=phone>, sips:vm@pbx.example.com",
        "sip:vm@pbx.example.com?Subject=x, sip:vm@pbx.example.com",
        "http://example.com/vm, ''",
        "tel:+15551234, ''",
        "sip:, ''",
        "nothing, ''"
    })
    void onlyWhatAPhoneCanCallIsOffered(String account, String callable) {
        loggedIn();
        unasked("", "Messages-Waiting: no\nMessage-Account: " + account + "\n");
        assertThat(told().orElseThrow().account().orElse("")).isEqualTo(callable);
    }
}
