package org.earshot.softphone.ua;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.presence.ResourceLists;
import org.earshot.common.stack.Flow;

/// Puts the whole contact list in place of the one that the server has, if that is still the one that we know
/// (docs/decisions/0014); one at a time. Confined to the user-agent thread.
final class ContactPublication {
    private static final int EXPIRES_S = 3600; // has no effect on a list

    private final Messages.Host host;
    private final String callId = Identity.newCallId();
    private Optional<Requester.Exchange> underWay = Optional.empty();
    private long cSeq;

    ContactPublication(Messages.Host host) {
        this.host = host;
    }

    /// What came of it.
    sealed interface Outcome {
        /// @param version that the list has now
        record Kept(Optional<String> version) implements Outcome {}

        /// Another device was faster.
        record Conflict() implements Outcome {}

        /// The server can't now.
        ///
        /// @param retryAfterS seconds; 0 where it says nothing
        record Later(int retryAfterS) implements Outcome {}

        /// It will not.
        ///
        /// @param withheld whether an older device of the user could change that
        record Refused(boolean withheld, String reason) implements Outcome {}
    }

    boolean isUnderWay() {
        return underWay.isPresent();
    }

    /// @param version of the server's list
    void send(Identity who, List<Contact> contacts, String version, Consumer<Outcome> onOutcome) {
        String own = who.account().address().toString();
        Request request = who.request("PUBLISH", own, own, callId, nextSeq());
        request.addHeader(Fields.header("Event", EventPackage.CONTACT_LIST.token()));
        request.addHeader(Fields.header("Expires", Integer.toString(EXPIRES_S)));
        request.addHeader(Fields.header("SIP-If-Match", version));
        Fields.setBody(request, "application", "resource-lists+xml", document(contacts));
        underWay =
                Optional.of(
                        host.requester()
                                .send(
                                        request,
                                        who.server(),
                                        this::nextSeq,
                                        new Answers(onOutcome)));
    }

    private static byte[] document(List<Contact> contacts) {
        return new ResourceLists(
                        contacts.stream()
                                .map(contact ->
                                        new ResourceLists.Entry(
                                                contact.uri(),
                                                Optional.of(contact.name())
                                                        .filter(name -> !name.isEmpty())))
                                .toList())
                .toBytes();
    }

    private long nextSeq() {
        return ++cSeq;
    }

    /// What is under way is forgotten.
    void abandon() {
        underWay.ifPresent(Requester.Exchange::abandon);
        underWay = Optional.empty();
    }

    private final class Answers implements Requester.Handler {
        private final Consumer<Outcome> onOutcome;

        Answers(Consumer<Outcome> onOutcome) {
            this.onOutcome = onOutcome;
        }

        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status < 200) {
                return;
            }
            if (status < 300) {
                answered(new Outcome.Kept(Fields.text(response, "SIP-ETag")));
            } else if (status == 412) {
                answered(new Outcome.Conflict());
            } else if (SubscriptionAnswer.isWithheld(response)) {
                answered(new Outcome.Refused(true, response.getReasonPhrase()));
            } else {
                failed(
                        status,
                        Reasons.of(status, response.getReasonPhrase()),
                        Fields.retryAfter(response));
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            failed(status, reason, 0);
        }

        private void failed(int status, String reason, int retryAfterS) {
            boolean now = status == 408 || status == 429 || status == 480 || status / 100 == 5;
            answered(
                    now && status != Response.NOT_IMPLEMENTED
                            ? new Outcome.Later(retryAfterS)
                            : new Outcome.Refused(false, reason));
        }

        private void answered(Outcome outcome) {
            underWay = Optional.empty();
            onOutcome.accept(outcome);
        }
    }
}
