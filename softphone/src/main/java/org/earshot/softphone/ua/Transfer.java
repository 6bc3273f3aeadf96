package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.Optional;
import javax.sip.header.SubscriptionStateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;

/// Our REFER within a call: the other side is to call somebody else, and tells how that goes (RFC 3515, RFC 5589).
/// Confined to the user-agent thread.
final class Transfer {
    /// The other phone rings for three minutes at most, as ours does.
    private static final Duration LONGEST = Duration.ofMinutes(4);

    /// So often the other phone may be in the middle of something else, such as of our putting it on hold.
    private static final int MOST_TRIES = 6;

    private static final int LONGEST_PAUSE_MS = 2_000;

    /// What the call hears; nothing after onDone or onFailed.
    interface Listener {
        void onRinging();

        /// They talk.
        void onDone();

        /// @param reason for the user
        void onFailed(String reason);
    }

    private final CallContext context;
    private final CallDialog dialog;
    private final ReferTo to;
    private final Listener listener;
    private Timers.Cancellable limit = () -> {};
    private Timers.Cancellable pause = () -> {};
    private int tries;
    private Optional<Requester.Exchange> exchange = Optional.empty();
    private boolean over;

    Transfer(CallContext context, CallDialog dialog, ReferTo to, Listener listener) {
        this.context = context;
        this.dialog = dialog;
        this.to = to;
        this.listener = listener;
    }

    void start() {
        if (over) {
            return;
        }
        limit =
                context.thread()
                        .after(LONGEST, () -> fail("the other phone does not say how it went"));
        ask();
    }

    private void ask() {
        tries++;
        Request refer = dialog.request(Request.REFER);
        refer.addHeader(Fields.header("Contact", context.identity().contactValue()));
        refer.addHeader(Fields.header("Refer-To", to.value()));
        refer.addHeader(
                Fields.header("Referred-By", "<" + context.identity().account().address() + ">"));
        exchange =
                Optional.of(
                        context.requester()
                                .send(refer, dialog.destination(), dialog::nextSeq, new Answers()));
    }

    private void askAgain() {
        pause =
                context.thread()
                        .after(
                                Duration.ofMillis(
                                        LONGEST_PAUSE_MS / 4
                                                + context.random().nextInt(LONGEST_PAUSE_MS)),
                                this::ask);
    }

    private final class Answers implements Requester.Handler {
        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status >= 300) {
                onFailure(status, response.getReasonPhrase());
            } else if (status >= 200
                    && Fields.text(response, "Refer-Sub").filter("false"::equals).isPresent()) {
                done(); // RFC 4488: nobody will tell how it goes
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            if (status == Response.REQUEST_PENDING && !over && tries < MOST_TRIES) {
                askAgain();
                return;
            }
            fail(
                    status == Response.METHOD_NOT_ALLOWED || status == Response.NOT_IMPLEMENTED
                            ? "the other phone can't be transferred"
                            : Reasons.of(status, reason));
        }
    }

    /// A NOTIFY within the call.
    ///
    /// @throws SipRejection if it is none of a transfer
    void onNotify(InboundRequest request) throws SipRejection {
        Request notify = request.message();
        boolean refer =
                Fields.text(notify, "Event")
                        .map(event -> event.split(";", -1)[0].strip())
                        .filter("refer"::equalsIgnoreCase)
                        .isPresent();
        if (!refer) {
            throw new SipRejection(Response.BAD_EVENT, "Bad Event");
        }
        if (!Fields.hasType(notify, "message", "sipfrag")) {
            throw Rejections.unsupportedType("message/sipfrag");
        }
        request.respond(Response.OK, "OK");
        Optional<StatusFragment> told = StatusFragment.parse(Fields.bodyText(notify));
        if (told.isPresent() && told.get().isFinal()) {
            if (told.get().status() < 300) {
                done();
            } else {
                fail(Reasons.of(told.get().status(), told.get().phrase()));
            }
        } else if (isTerminated(notify)) {
            fail("the other phone does not say how it went");
        } else if (!over && told.isPresent() && told.get().status() == Response.RINGING) {
            listener.onRinging();
        }
    }

    private static boolean isTerminated(Request notify) {
        return notify.getHeader(SubscriptionStateHeader.NAME)
                        instanceof SubscriptionStateHeader state
                && SubscriptionStateHeader.TERMINATED.equalsIgnoreCase(state.getState());
    }

    private void done() {
        if (!over) {
            stop();
            listener.onDone();
        }
    }

    private void fail(String reason) {
        if (!over) {
            stop();
            listener.onFailed(reason);
        }
    }

    /// Tells nothing any more.
    void stop() {
        over = true;
        limit.cancel();
        pause.cancel();
        exchange.ifPresent(Requester.Exchange::abandon);
    }
}
