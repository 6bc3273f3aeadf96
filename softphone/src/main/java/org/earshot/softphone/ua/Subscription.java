package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sip.header.ContactHeader;
import javax.sip.header.SubscriptionStateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.presence.ResourceLists;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;

/// Asks a server for somebody's presence, or that of a list of people, or for something else that it tells of, and keeps
/// asking (RFC 6665, RFC 3856; RFC 4662 and RFC 5367 for a list). Confined to the user-agent thread.
final class Subscription {
    private static final int USUAL_S = 3600;
    private static final String ACCEPT_LIST = "multipart/related";

    /// What it tells.
    interface Listener {
        void onNotify(Request notify);

        /// Nothing is known of these people now.
        void onUnknown();

        /// It will not be asked for again, unless it is started anew.
        void onRefused(SubscriptionAnswer.Never why);
    }

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final RandomGenerator random;
    private final EventPackage event;
    private final String resource;
    private final List<String> members;
    private final Listener listener;

    private String callId = "";
    private String localTag = "";
    private long cSeq;
    private Optional<CallDialog> dialog = Optional.empty();
    private Optional<Requester.Exchange> underWay = Optional.empty();
    private Timers.Cancellable timer = () -> {};
    private boolean over;
    private int failures;
    private int askFor = USUAL_S;

    /// @param resource whom, a URI; of a list, the list's
    /// @param members of a list; empty: it is none
    Subscription(
            Messages.Host host,
            UserAgentThread thread,
            RandomGenerator random,
            EventPackage event,
            String resource,
            List<String> members,
            Listener listener) {
        this.host = host;
        this.thread = thread;
        this.random = random;
        this.event = event;
        this.resource = resource;
        this.members = members;
        this.listener = listener;
    }

    /// Asks anew; what was before is forgotten.
    void start() {
        forget();
        over = false;
        Optional<Identity> who = host.identity();
        if (who.isEmpty()) {
            return; // started again when we are registered
        }
        callId = Identity.newCallId();
        cSeq = 0;
        Request request =
                who.get().request(Request.SUBSCRIBE, resource, resource, callId, nextSeq());
        localTag = Fields.senderTag(request);
        if (!members.isEmpty()) {
            request.addHeader(Fields.header("Require", "recipient-list-subscribe"));
            request.addHeader(Fields.header("Content-Disposition", "recipient-list"));
            byte[] list =
                    new ResourceLists(
                                    members.stream()
                                            .map(uri ->
                                                    new ResourceLists.Entry(uri, Optional.empty()))
                                            .toList())
                            .toBytes();
            Fields.setBody(request, "application", "resource-lists+xml", list);
        }
        send(request, who.get(), askFor, new Answers());
    }

    private long nextSeq() {
        return dialog.isPresent() ? dialog.get().nextSeq() : ++cSeq;
    }

    private void send(Request request, Identity who, int expires, Requester.Handler handler) {
        request.setHeader(Fields.header(ContactHeader.NAME, who.contactValue()));
        request.addHeader(Fields.header("Event", event.token()));
        request.addHeader(Fields.header("Expires", Integer.toString(expires)));
        request.addHeader(Fields.header("Accept", event.contentType()));
        if (!members.isEmpty()) {
            request.addHeader(Fields.options("Supported", "eventlist"));
            request.addHeader(Fields.header("Accept", "application/rlmi+xml"));
            request.addHeader(Fields.header("Accept", ACCEPT_LIST));
        }
        request.addHeader(Fields.allow());
        underWay =
                Optional.of(
                        host.requester()
                                .send(
                                        request,
                                        dialog.map(CallDialog::destination).orElse(who.server()),
                                        this::nextSeq,
                                        handler));
    }

    /// Asks how it is now, in the dialog that there is.
    void refresh() {
        Optional<Identity> who = host.identity();
        if (dialog.isEmpty()) {
            start();
        } else if (who.isPresent() && underWay.isEmpty()) {
            Request request = dialog.get().request(Request.SUBSCRIBE);
            send(request, who.get(), askFor, new Answers());
        }
    }

    private final class Answers implements Requester.Handler {
        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status < 200) {
                return;
            }
            if (status < 300 && dialog.isEmpty()) {
                host.identity()
                        .ifPresent(who ->
                                dialog = Optional.of(CallDialog.ofCaller(who, sent, response)));
            }
            answered(
                    isOfServer()
                            ? SubscriptionAnswer.ofServer(response, askFor)
                            : SubscriptionAnswer.of(response, askFor));
        }

        @Override
        public void onFailure(int status, String reason) {
            SubscriptionAnswer answer = SubscriptionAnswer.failed(status, reason);
            answered(isOfServer() ? SubscriptionAnswer.rarely(answer) : answer);
        }

        private void answered(SubscriptionAnswer answer) {
            underWay = Optional.empty();
            switch (answer) {
                case SubscriptionAnswer.Granted(Duration expires) -> {
                    failures = 0;
                    refreshBefore(expires);
                }
                case SubscriptionAnswer.Gone() -> startLater(Duration.ZERO);
                case SubscriptionAnswer.Longer(int seconds) -> {
                    askFor = seconds;
                    refresh();
                }
                case SubscriptionAnswer.Later(Duration atLeast) -> startLater(atLeast);
                case SubscriptionAnswer.Never never -> {
                    forget();
                    over = true;
                    listener.onUnknown();
                    listener.onRefused(never);
                }
            }
        }
    }

    private boolean isOfServer() {
        return event.equals(EventPackage.MESSAGE_SUMMARY);
    }

    private void refreshBefore(Duration end) {
        timer.cancel();
        timer = thread.after(end.multipliedBy(3).dividedBy(4), this::refresh);
    }

    private void startLater(Duration atLeast) {
        forget();
        if (atLeast.compareTo(SubscriptionAnswer.NOBODY_THERE) >= 0) {
            listener.onUnknown();
        }
        Duration wait = Backoff.after(++failures, false, random);
        timer = thread.after(wait.compareTo(atLeast) < 0 ? atLeast : wait, this::start);
    }

    /// Whether a NOTIFY belongs to it. The first may come before the answer to the SUBSCRIBE (RFC 6665 §4.4.1).
    boolean matches(Request notify) {
        return !over
                && !callId.isEmpty()
                && Fields.callId(notify).equals(callId)
                && Fields.recipientTag(notify).equals(localTag)
                && (dialog.isEmpty() || dialog.get().matches(notify));
    }

    /// A NOTIFY of it came.
    ///
    /// @throws SipRejection to answer with
    void receive(InboundRequest request) throws SipRejection {
        Request notify = request.message();
        if (dialog.isPresent() && !dialog.get().accepts(notify)) {
            throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "Out Of Order");
        }
        request.respond(Response.OK, "OK");
        if (Fields.body(notify).length > 0) {
            listener.onNotify(notify);
        }
        if (notify.getHeader(SubscriptionStateHeader.NAME)
                instanceof SubscriptionStateHeader state) {
            onState(state);
        }
    }

    private void onState(SubscriptionStateHeader state) {
        if (!SubscriptionStateHeader.TERMINATED.equalsIgnoreCase(state.getState())) {
            if (state.getExpires() > 0 && dialog.isPresent()) {
                refreshBefore(Duration.ofSeconds(state.getExpires()));
            }
            return;
        }
        String reason = String.valueOf(state.getReasonCode());
        switch (reason) {
            case "rejected", "noresource", "invariant" -> {
                forget();
                over = true;
                listener.onUnknown();
                listener.onRefused(
                        reason.equals("rejected")
                                ? new SubscriptionAnswer.Never("not allowed", false, false)
                                : new SubscriptionAnswer.Never("no such address", false, false));
            }
            case "giveup", "probation" ->
                    startLater(
                            Duration.ofSeconds(
                                    Math.max(
                                            SubscriptionAnswer.NOBODY_THERE.toSeconds(),
                                            state.getRetryAfter())));
            default -> startLater(Duration.ZERO);
        }
    }

    private void forget() {
        timer.cancel();
        underWay.ifPresent(Requester.Exchange::abandon);
        underWay = Optional.empty();
        dialog = Optional.empty();
        callId = "";
    }

    /// Nobody wants to know any more.
    void end() {
        Optional<Identity> who = host.identity();
        timer.cancel();
        over = true;
        if (dialog.isPresent() && who.isPresent()) {
            Request request = dialog.get().request(Request.SUBSCRIBE);
            send(request, who.get(), 0, Ignored.HANDLER);
        }
        underWay = Optional.empty();
        dialog = Optional.empty();
    }

    /// The server is away, or we leave it.
    void onLost() {
        forget();
        listener.onUnknown();
    }
}
