package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.ResourceLists;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contact list between this phone, the server, and other phones (docs/decisions/0014).
class ContactListTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final String CAROL = "sip:carol@example.org";
    private static final String DAVE = "sip:dave@example.org";

    private final FakeTimers timers = new FakeTimers();
    private final ContactStore store = ContactStore.ofThisRun();
    private final TestPhone phone = phone();
    private int notifies;

    private TestPhone phone() {
        TestPhone made =
                new TestPhone(
                        "alice",
                        "192.0.2.1",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("alice").with(store));
        made.agent.contacts().open();
        return made;
    }

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

    private static void answer(LoopbackNode.Sent sent, int status, String... headers) {
        Response response = sent.createResponse(status, "Whatever");
        for (int i = 0; i < headers.length; i += 2) {
            response.setHeader(Fields.header(headers[i], headers[i + 1]));
        }
        sent.respond(response);
    }

    /// The server tells how the list is there.
    private void tell(LoopbackNode.Sent subscribe, String version, String... uris) {
        Request notify =
                (Request)
                        RecordedRequest.parse(
                                """
                                NOTIFY sip:alice@192.0.2.1:5062 SIP/2.0
                                Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bKc%d
                                From: <sip:alice@example.org>;tag=%s
                                To: <sip:alice@example.org>;tag=%s
                                Call-ID: %s
                                CSeq: %d NOTIFY
                                Event: contact-list
                                SIP-ETag: %s
                                Subscription-State: active;expires=3000
                                Max-Forwards: 70
                                """
                                        .formatted(
                                                ++notifies,
                                                RecordedRequest.TO_TAG,
                                                Fields.senderTag(subscribe.request()),
                                                Fields.callId(subscribe.request()),
                                                notifies,
                                                version));
        byte[] list =
                new ResourceLists(
                                Arrays.stream(uris)
                                        .map(uri -> new ResourceLists.Entry(uri, Optional.empty()))
                                        .toList())
                        .toBytes();
        Fields.setBody(notify, "application", "resource-lists+xml", list);
        assertThat(new RecordedRequest(notify, phone.flow).handledBy(phone.agent).statuses())
                .containsExactly(200);
    }

    private LoopbackNode.Sent subscribed() {
        phone.registered();
        LoopbackNode.Sent subscribe = next(Request.SUBSCRIBE);
        answer(subscribe, 200, "Expires", "3000", "Contact", "<sip:192.0.2.100;transport=tls>");
        return subscribe;
    }

    private List<String> shown() {
        return phone.last(UserAgentEvent.ContactsChanged.class).contacts().stream()
                .map(Contact::uri)
                .toList();
    }

    private ContactsState state() {
        return phone.last(UserAgentEvent.ContactsChanged.class).state();
    }

    private static List<String> body(LoopbackNode.Sent publish) throws MalformedPayloadException {
        return ResourceLists.parse(Fields.body(publish.request())).entries().stream()
                .map(ResourceLists.Entry::uri)
                .toList();
    }

    private static Optional<String> ifMatch(LoopbackNode.Sent publish) {
        return Fields.text(publish.request(), "SIP-If-Match");
    }

    @Test
    void theListComesFromTheServer() {
        LoopbackNode.Sent subscribe = subscribed();
        assertThat(subscribe.request().getRequestURI()).hasToString(ALICE);
        assertThat(Fields.text(subscribe.request(), "Event")).contains("contact-list");
        assertThat(Fields.text(subscribe.request(), "Accept"))
                .contains("application/resource-lists+xml");
        tell(subscribe, "v1", BOB, CAROL);
        assertThat(shown()).containsExactly(BOB, CAROL);
        assertThat(state()).isEqualTo(ContactsState.SYNCED);
        tell(subscribe, "v2", CAROL, DAVE);
        assertThat(shown()).containsExactly(CAROL, DAVE);
        assertThat(count("PUBLISH")).isZero();
    }

    @Test
    void aChangeIsShownAtOnceAndPublishedWithTheVersionThatItWasMadeFrom() throws Exception {
        tell(subscribed(), "v1", BOB);
        phone.agent.contacts().put("Carol@EXAMPLE.org", " Caro ");
        assertThat(phone.last(UserAgentEvent.ContactsChanged.class).contacts())
                .containsExactly(
                        new Contact(BOB, ""), new Contact("sip:Carol@example.org", "Caro"));
        LoopbackNode.Sent publish = next("PUBLISH");
        assertThat(publish.request().getRequestURI()).hasToString(ALICE);
        assertThat(ifMatch(publish)).contains("v1");
        assertThat(body(publish)).containsExactly(BOB, "sip:Carol@example.org");
        // one at a time
        phone.agent.contacts().put("dave", "");
        assertThat(count("PUBLISH")).isEqualTo(1);
        answer(publish, 200, "SIP-ETag", "v2", "Expires", "3600");
        LoopbackNode.Sent more = next("PUBLISH");
        assertThat(ifMatch(more)).contains("v2");
        assertThat(body(more)).contains(DAVE);
        answer(more, 200, "SIP-ETag", "v3", "Expires", "3600");
        assertThat(count("PUBLISH")).isEqualTo(2);
    }

    @Test
    void whatChangedOnAnotherDeviceMeanwhileIsMerged() throws Exception {
        LoopbackNode.Sent subscribe = subscribed();
        tell(subscribe, "v1", BOB);
        phone.agent.contacts().put("carol", "");
        answer(next("PUBLISH"), 412);
        timers.advance(Duration.ofSeconds(2));
        LoopbackNode.Sent asked = next(Request.SUBSCRIBE); // how it is now
        assertThat(Fields.recipientTag(asked.request())).isEqualTo(RecordedRequest.TO_TAG);
        answer(asked, 200, "Expires", "3000");
        tell(subscribe, "v2", BOB, DAVE);
        LoopbackNode.Sent again = next("PUBLISH");
        assertThat(ifMatch(again)).contains("v2");
        assertThat(body(again)).containsExactlyInAnyOrder(BOB, CAROL, DAVE);
        answer(again, 200, "SIP-ETag", "v3", "Expires", "3600");
        assertThat(shown()).containsExactlyInAnyOrder(BOB, CAROL, DAVE);
    }

    @Test
    void whatWasToldBeforeTheRefusalIsMergedAtOnce() throws Exception {
        LoopbackNode.Sent subscribe = subscribed();
        tell(subscribe, "v1", BOB);
        phone.agent.contacts().put("carol", "");
        LoopbackNode.Sent late = next("PUBLISH");
        tell(subscribe, "v2", DAVE);
        answer(late, 412);
        LoopbackNode.Sent again = next("PUBLISH");
        assertThat(ifMatch(again)).contains("v2");
        assertThat(body(again)).containsExactlyInAnyOrder(CAROL, DAVE);
    }

    @Test
    void anAnswerThatComesAfterLaterNewsDoesNotUndoThem() {
        LoopbackNode.Sent subscribe = subscribed();
        tell(subscribe, "v1", BOB);
        phone.agent.contacts().put("carol", "");
        LoopbackNode.Sent publish = next("PUBLISH");
        tell(subscribe, "v2", BOB, CAROL);
        tell(subscribe, "v3", CAROL);
        answer(publish, 200, "SIP-ETag", "v2", "Expires", "3600");
        assertThat(shown()).containsExactly(CAROL);
        timers.advance(Duration.ofMinutes(1));
        assertThat(count("PUBLISH")).isEqualTo(1);
    }

    @Test
    void whatWasChangedOfflineIsMergedWhenTheServerIsBack() throws Exception {
        LoopbackNode.Sent subscribe = subscribed();
        tell(subscribe, "v1", BOB, CAROL);
        phone.agent.flowClosed(phone.flow);
        phone.agent.contacts().remove(BOB);
        phone.agent.contacts().put("dave", "");
        assertThat(shown()).containsExactly(CAROL, DAVE);
        assertThat(count("PUBLISH")).isZero();
        timers.advance(Duration.ofSeconds(2));
        next(Request.REGISTER).respond(200, "OK");
        LoopbackNode.Sent again = next(Request.SUBSCRIBE);
        answer(again, 200, "Expires", "3000");
        assertThat(count("PUBLISH")).isZero(); // not before it is known how it is there
        tell(again, "v5", BOB, CAROL, "sip:eve@example.org");
        LoopbackNode.Sent publish = next("PUBLISH");
        assertThat(ifMatch(publish)).contains("v5");
        assertThat(body(publish)).containsExactly(CAROL, DAVE, "sip:eve@example.org");
    }

    @Test
    void theNextRunHasTheListBeforeTheServerAnswers() {
        LoopbackNode.Sent subscribe = subscribed();
        tell(subscribe, "v1", BOB);
        phone.agent.contacts().put("carol", "");
        TestPhone again = phone();
        again.unreachable = true;
        again.agent.register(again.account);
        UserAgentEvent.ContactsChanged told = again.last(UserAgentEvent.ContactsChanged.class);
        assertThat(told.contacts()).extracting(Contact::uri).containsExactly(BOB, CAROL);
        assertThat(told.state()).isEqualTo(ContactsState.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {489, 405, 501})
    void whereTheServerKeepsNoListItIsKeptHereAndNobodyIsBothered(int status) {
        phone.registered();
        answer(next(Request.SUBSCRIBE), status);
        phone.agent.contacts().put("bob", "");
        timers.advance(Duration.ofHours(2));
        assertThat(shown()).containsExactly(BOB);
        assertThat(state()).isEqualTo(ContactsState.LOCAL);
        assertThat(count("PUBLISH")).isZero();
        assertThat(count(Request.SUBSCRIBE)).isEqualTo(1);
        assertThat(phone.events(UserAgentEvent.CommandFailed.class)).isEmpty();
    }

    @Test
    void aListThatIsWithheldIsAskedForAgainAndThenMerged() throws Exception {
        phone.registered();
        answer(next(Request.SUBSCRIBE), 403, "Earshot-Withheld", "contacts");
        assertThat(state()).isEqualTo(ContactsState.WITHHELD);
        phone.agent.contacts().put("bob", "");
        timers.advance(Duration.ofSeconds(61));
        LoopbackNode.Sent again = next(Request.SUBSCRIBE);
        answer(again, 200, "Expires", "3000");
        tell(again, "v1", CAROL);
        assertThat(state()).isEqualTo(ContactsState.SYNCED);
        assertThat(body(next("PUBLISH"))).containsExactly(BOB, CAROL);
    }

    @Test
    void aRefusalForAnotherReasonIsNoWithholding() {
        phone.registered();
        answer(next(Request.SUBSCRIBE), 403);
        phone.agent.contacts().show();
        assertThat(state()).isEqualTo(ContactsState.LOCAL);
        timers.advance(Duration.ofMinutes(11));
        assertThat(count(Request.SUBSCRIBE)).isEqualTo(2);
    }

    @Test
    void aWordOfTheServerHasItAskedForAtOnce() {
        phone.registered();
        answer(next(Request.SUBSCRIBE), 403, "Earshot-Withheld", "contacts");
        RecordedRequest message =
                RecordedRequest.of(
                        """
                        MESSAGE sip:alice@192.0.2.1:5062 SIP/2.0
                        Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bKm1
                        From: "Earshot" <sip:earshot@example.org>;tag=s
                        To: <sip:alice@example.org>
                        Call-ID: s@server
                        CSeq: 1 MESSAGE
                        Max-Forwards: 70
                        Content-Type: text/plain

                        Another device of yours has agreed\
                        """,
                        phone.flow);
        assertThat(message.handledBy(phone.agent).statuses()).containsExactly(200);
        assertThat(next(Request.SUBSCRIBE)).isNotNull();
        assertThat(count(Request.SUBSCRIBE)).isEqualTo(2);
    }

    @Test
    void aListThatTheServerRefusesIsSaidOnceAndSentAgainWhenItIsAnother() {
        LoopbackNode.Sent subscribe = subscribed();
        tell(subscribe, "v1", BOB);
        phone.agent.contacts().put("carol", "");
        answer(next("PUBLISH"), 413);
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text())
                .contains("does not take the contact list");
        timers.advance(Duration.ofMinutes(10));
        tell(subscribe, "v1", BOB);
        assertThat(count("PUBLISH")).isEqualTo(1);
        phone.agent.contacts().put("dave", "");
        assertThat(count("PUBLISH")).isEqualTo(2);
    }

    @Test
    void aServerThatIsBusyIsAskedLater() {
        tell(subscribed(), "v1", BOB);
        phone.agent.contacts().put("carol", "");
        answer(next("PUBLISH"), 503, "Retry-After", "20");
        timers.advance(Duration.ofSeconds(19));
        assertThat(count("PUBLISH")).isEqualTo(1);
        timers.advance(Duration.ofSeconds(2));
        assertThat(count("PUBLISH")).isEqualTo(2);
    }

    @Test
    void whatCannotBeAnAddressAndWhoIsNotLoggedInAreToldSo() {
        phone.agent.contacts().put("bob", "");
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text())
                .isEqualTo("not logged in");
        phone.registered();
        phone.agent.contacts().put("no address", "");
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text())
                .contains("is not an address");
    }

    @Test
    void theServerIsAskedInWritingToBlockAndToAllow() {
        phone.registered();
        phone.agent.service().block("sip:eve@example.org");
        LoopbackNode.Sent message = next(Request.MESSAGE);
        assertThat(message.request().getRequestURI()).hasToString("sip:earshot@example.org");
        assertThat(Fields.bodyText(message.request())).endsWith("/block sip:eve@example.org");
        message.respond(200, "OK");
        phone.agent.service().allow("1234 5678");
        assertThat(Fields.bodyText(next(Request.MESSAGE).request())).endsWith("/allow 1234 5678");
    }

    @Test
    void favouritesAreKeptHereAndOutliveTheProcess() {
        LoopbackNode.Sent subscribe = subscribed();
        tell(subscribe, "v1", BOB);
        phone.agent.contacts().favourite("bob", true);
        phone.agent.contacts().favourite("carol", true);
        assertThat(favourites(phone)).containsExactly(BOB, CAROL);
        assertThat(shown()).containsExactly(BOB, CAROL);
        phone.agent.contacts().favourite("carol", false);
        tell(subscribe, "v2", BOB, CAROL, DAVE);
        assertThat(favourites(phone)).containsExactly(BOB);
        TestPhone again = phone();
        again.registered();
        again.agent.contacts().show();
        assertThat(favourites(again)).containsExactly(BOB);
    }

    private static List<String> favourites(TestPhone of) {
        return of.last(UserAgentEvent.ContactsChanged.class).contacts().stream()
                .filter(Contact::favourite)
                .map(Contact::uri)
                .toList();
    }

    @Test
    void manyArePutAtOnce() {
        LoopbackNode.Sent subscribe = subscribed();
        tell(subscribe, "v1", BOB);
        phone.agent.contacts().put("bob", "Bob");
        answer(next("PUBLISH"), 200, "SIP-ETag", "v2");
        phone.agent
                .contacts()
                .putAll(
                        List.of(
                                new Contact(CAROL, "Carol"),
                                new Contact(BOB, ""),
                                new Contact(DAVE, "")));
        assertThat(phone.last(UserAgentEvent.ContactsChanged.class).contacts())
                .containsExactly(
                        new Contact(BOB, "Bob"),
                        new Contact(CAROL, "Carol"),
                        new Contact(DAVE, ""));
    }
}
