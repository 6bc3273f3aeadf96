package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;
import org.earshot.common.mime.MultipartBody;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;
import org.earshot.common.presence.ResourceListMeta;
import org.earshot.common.presence.ResourceLists;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3903, RFC 3856, RFC 6665, RFC 4662.
class PresenceTest {
    private static final String BOB = "sip:bob@example.org";
    private static final String CAROL = "sip:carol@example.org";

    private final FakeTimers timers = new FakeTimers();
    private final TestPhone phone = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);

    private LoopbackNode.Sent next(String method) {
        LoopbackNode.Sent sent;
        do {
            sent = phone.node.take();
        } while (!sent.request().getMethod().equals(method));
        return sent;
    }

    private long count(String method) {
        return phone.node.sent().stream()
                .filter(s -> s.request().getMethod().equals(method))
                .count();
    }

    private void answer(LoopbackNode.Sent sent, int status, String... headers) {
        Response response = sent.createResponse(status, "Whatever");
        for (int i = 0; i < headers.length; i += 2) {
            response.setHeader(Fields.header(headers[i], headers[i + 1]));
        }
        sent.respond(response);
    }

    // What we say of ourselves

    @Test
    void whatIsPublishedIsRefreshedChangedAndTakenBack() {
        phone.registered();
        phone.agent.presences().publish(Availability.BUSY, "in a meeting");
        LoopbackNode.Sent first = next("PUBLISH");
        assertThat(Fields.bodyText(first.request())).contains("busy").contains("in a meeting");
        assertThat(Fields.text(first.request(), "SIP-If-Match")).isEmpty();
        answer(first, 200, "SIP-ETag", "one", "Expires", "400");
        timers.advance(Duration.ofMinutes(5));
        LoopbackNode.Sent refresh = next("PUBLISH");
        assertThat(Fields.text(refresh.request(), "SIP-If-Match")).contains("one");
        assertThat(Fields.body(refresh.request())).isEmpty();
        answer(refresh, 200, "SIP-ETag", "two", "Expires", "400");
        phone.agent.presences().publish(Availability.AVAILABLE, "");
        LoopbackNode.Sent change = next("PUBLISH");
        assertThat(Fields.text(change.request(), "SIP-If-Match")).contains("two");
        assertThat(Fields.bodyText(change.request())).contains("open");
        answer(change, 200, "SIP-ETag", "three", "Expires", "400");
        var goodbye = phone.agent.quit();
        LoopbackNode.Sent last = next("PUBLISH");
        assertThat(Fields.text(last.request(), "Expires")).contains("0");
        assertThat(Fields.text(last.request(), "SIP-If-Match")).contains("three");
        answer(last, 200);
        next(Request.REGISTER).respond(200, "OK");
        assertThat(goodbye.toCompletableFuture()).isCompleted();
    }

    @Test
    void aServerThatForgotIsToldAnew() {
        phone.registered();
        phone.agent.presences().publish(Availability.AWAY, "");
        answer(next("PUBLISH"), 200, "SIP-ETag", "one", "Expires", "400");
        timers.advance(Duration.ofMinutes(5));
        answer(next("PUBLISH"), 412);
        LoopbackNode.Sent anew = next("PUBLISH");
        assertThat(Fields.text(anew.request(), "SIP-If-Match")).isEmpty();
        assertThat(Fields.bodyText(anew.request())).contains("away");
    }

    @Test
    void whatIsPublishedBeforeTheLogInIsSentAfterIt() {
        phone.agent.presences().publish(Availability.AWAY, "");
        assertThat(phone.node.sent()).isEmpty();
        phone.registered();
        assertThat(count("PUBLISH")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {489, 405, 501})
    void aServerWithoutPresenceIsAskedOnce(int status) {
        phone.registered();
        phone.agent.presences().publish(Availability.AWAY, "");
        answer(next("PUBLISH"), status);
        timers.advance(Duration.ofHours(2));
        assertThat(count("PUBLISH")).isEqualTo(1);
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text()).contains("no presence");
    }

    @Test
    void aServerThatIsBusyIsAskedLater() {
        phone.registered();
        phone.agent.presences().publish(Availability.AWAY, "");
        answer(next("PUBLISH"), 503, "Retry-After", "20");
        timers.advance(Duration.ofSeconds(19));
        assertThat(count("PUBLISH")).isEqualTo(1);
        timers.advance(Duration.ofSeconds(2));
        assertThat(count("PUBLISH")).isEqualTo(2);
    }

    // What we want to know of others

    private static Request notify(
            LoopbackNode.Sent subscribe, int cSeq, String state, String type, byte[] body) {
        Request notify =
                (Request)
                        RecordedRequest.parse(
                                """
                                NOTIFY sip:alice@192.0.2.1:5062 SIP/2.0
                                Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bKn%d
                                From: <sip:bob@example.org>;tag=%s
                                To: <sip:alice@example.org>;tag=%s
                                Call-ID: %s
                                CSeq: %d NOTIFY
                                Event: presence
                                Subscription-State: %s
                                Max-Forwards: 70
                                """
                                        .formatted(
                                                cSeq,
                                                RecordedRequest.TO_TAG,
                                                Fields.senderTag(subscribe.request()),
                                                Fields.callId(subscribe.request()),
                                                cSeq,
                                                state));
        if (body.length > 0) {
            Fields.setBody(notify, "application", "pidf+xml", body);
            notify.setHeader(Fields.header("Content-Type", type));
        }
        return notify;
    }

    private static byte[] pidf(String uri, PresenceStatus status, String note) {
        return new PresenceState(status, note).document(uri, Instant.EPOCH).toBytes();
    }

    private RecordedRequest tell(
            LoopbackNode.Sent subscribe, int cSeq, String state, PresenceStatus status) {
        return new RecordedRequest(
                        notify(
                                subscribe,
                                cSeq,
                                state,
                                "application/pidf+xml",
                                pidf(BOB, status, "hi")),
                        phone.flow)
                .handledBy(phone.agent);
    }

    private UserAgentEvent.PresenceChanged presence() {
        return phone.last(UserAgentEvent.PresenceChanged.class);
    }

    @Test
    void whatIsToldOfSomebodyIsTold() {
        phone.registered();
        phone.agent.presences().subscribe("bob");
        LoopbackNode.Sent subscribe = next(Request.SUBSCRIBE);
        assertThat(subscribe.request().getRequestURI().toString()).isEqualTo(BOB);
        answer(subscribe, 200, "Expires", "400", "Contact", "<sip:192.0.2.100;transport=tls>");
        tell(subscribe, 1, "active;expires=400", PresenceStatus.AVAILABLE);
        assertThat(presence())
                .isEqualTo(new UserAgentEvent.PresenceChanged(BOB, Availability.AVAILABLE, "hi"));
        tell(subscribe, 2, "active;expires=400", PresenceStatus.AVAILABLE);
        assertThat(phone.events(UserAgentEvent.PresenceChanged.class)).hasSize(1);
        assertThat(tell(subscribe, 1, "active", PresenceStatus.AWAY).statuses())
                .containsExactly(500);
        timers.advance(Duration.ofMinutes(5));
        LoopbackNode.Sent refresh = next(Request.SUBSCRIBE);
        assertThat(Fields.recipientTag(refresh.request())).isEqualTo(RecordedRequest.TO_TAG);
        answer(refresh, 481);
        timers.advance(Duration.ofSeconds(2));
        LoopbackNode.Sent anew = next(Request.SUBSCRIBE);
        assertThat(Fields.callId(anew.request())).isNotEqualTo(Fields.callId(refresh.request()));
        assertThat(tell(subscribe, 9, "active", PresenceStatus.AWAY).statuses())
                .containsExactly(481);
    }

    @Test
    void aNotifyMayComeBeforeTheAnswer() {
        phone.registered();
        phone.agent.presences().subscribe("bob");
        LoopbackNode.Sent subscribe = next(Request.SUBSCRIBE);
        tell(subscribe, 1, "active;expires=400", PresenceStatus.BUSY);
        assertThat(presence().availability()).isEqualTo(Availability.BUSY);
    }

    @Test
    void withoutTheServerNothingIsKnownAndAfterwardsAllIsAskedAgain() {
        phone.registered();
        phone.agent.presences().subscribe("bob");
        LoopbackNode.Sent subscribe = next(Request.SUBSCRIBE);
        answer(subscribe, 200, "Expires", "400");
        tell(subscribe, 1, "active;expires=400", PresenceStatus.AVAILABLE);
        phone.agent.flowClosed(phone.flow);
        assertThat(presence().availability()).isEqualTo(Availability.UNKNOWN);
        timers.advance(Duration.ofSeconds(2));
        next(Request.REGISTER).respond(200, "OK");
        LoopbackNode.Sent again = next(Request.SUBSCRIBE);
        tell(again, 1, "active;expires=400", PresenceStatus.AVAILABLE);
        assertThat(presence().availability()).isEqualTo(Availability.AVAILABLE);
    }

    @Test
    void aServerWithoutPresenceIsSaidOnceAndNotAskedAgain() {
        phone.registered();
        phone.agent.presences().watch(List.of(BOB, CAROL));
        answer(next(Request.SUBSCRIBE), 489);
        answer(next(Request.SUBSCRIBE), 489);
        answer(next(Request.SUBSCRIBE), 489);
        timers.advance(Duration.ofHours(2));
        assertThat(count(Request.SUBSCRIBE)).isEqualTo(3);
        assertThat(phone.events(UserAgentEvent.CommandFailed.class)).hasSize(1);
    }

    @Test
    void whoDoesNotLetUsKnowIsUnknown() {
        phone.registered();
        phone.agent.presences().subscribe("bob");
        LoopbackNode.Sent subscribe = next(Request.SUBSCRIBE);
        answer(subscribe, 200, "Expires", "400");
        tell(subscribe, 1, "active;expires=400", PresenceStatus.AVAILABLE);
        new RecordedRequest(
                        notify(subscribe, 2, "terminated;reason=rejected", "", new byte[0]),
                        phone.flow)
                .handledBy(phone.agent);
        assertThat(presence().availability()).isEqualTo(Availability.UNKNOWN);
        timers.advance(Duration.ofHours(2));
        assertThat(count(Request.SUBSCRIBE)).isEqualTo(1);
    }

    private static ResourceListMeta.Resource resource(
            String uri, ResourceListMeta.State state, Optional<String> cid) {
        return new ResourceListMeta.Resource(
                uri,
                List.of(),
                List.of(new ResourceListMeta.Instance("1", state, Optional.empty(), cid)));
    }

    @Test
    void theContactsAreAskedForInOneListAndToldInOneBody() throws Exception {
        phone.registered();
        phone.agent.presences().watch(List.of(BOB, CAROL, "nonsense"));
        LoopbackNode.Sent subscribe = next(Request.SUBSCRIBE);
        assertThat(Fields.lists(subscribe.request(), "Supported", "eventlist")).isTrue();
        assertThat(ResourceLists.parse(Fields.body(subscribe.request())).entries())
                .extracting(ResourceLists.Entry::uri)
                .containsExactly(BOB, CAROL);
        answer(subscribe, 200, "Expires", "3600", "Require", "eventlist");
        ResourceListMeta meta =
                new ResourceListMeta(
                        "sip:alice@example.org",
                        0,
                        true,
                        Optional.empty(),
                        List.of(),
                        List.of(
                                resource(BOB, ResourceListMeta.State.ACTIVE, Optional.of("b@x")),
                                resource(
                                        CAROL, ResourceListMeta.State.TERMINATED, Optional.empty()),
                                resource(
                                        "sip:eve@example.org",
                                        ResourceListMeta.State.ACTIVE,
                                        Optional.of("b@x"))));
        MultipartBody body =
                MultipartBody.related(
                        List.of(
                                MimePart.of(MediaType.of("application", "rlmi+xml"), meta.toBytes())
                                        .with("Content-ID", "<list@x>"),
                                MimePart.of(
                                                MediaType.of("application", "pidf+xml"),
                                                pidf(BOB, PresenceStatus.AWAY, ""))
                                        .with("Content-ID", "<b@x>")));
        Request notify =
                notify(subscribe, 1, "active", body.contentType().toString(), body.toBytes());
        notify.setHeader(Fields.header("Require", "eventlist"));
        RecordedRequest told = new RecordedRequest(notify, phone.flow).handledBy(phone.agent);
        assertThat(told.statuses()).containsExactly(200);
        assertThat(phone.events(UserAgentEvent.PresenceChanged.class))
                .containsExactly(
                        new UserAgentEvent.PresenceChanged(BOB, Availability.AWAY, ""),
                        new UserAgentEvent.PresenceChanged(CAROL, Availability.UNKNOWN, ""));
    }

    @Test
    void withoutListsTheContactsAreAskedForOneByOne() {
        phone.registered();
        phone.agent.presences().watch(List.of(BOB, CAROL));
        answer(next(Request.SUBSCRIBE), 420);
        assertThat(next(Request.SUBSCRIBE).request().getRequestURI().toString()).isEqualTo(BOB);
        assertThat(next(Request.SUBSCRIBE).request().getRequestURI().toString()).isEqualTo(CAROL);
        phone.agent.presences().watch(List.of(CAROL));
        assertThat(count(Request.SUBSCRIBE)).isEqualTo(3);
    }
}
