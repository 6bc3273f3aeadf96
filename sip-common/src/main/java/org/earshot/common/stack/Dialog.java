package org.earshot.common.stack;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.HeaderAddress;
import javax.sip.header.Parameters;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// A dialog (RFC 3261 §12): what two user agents must remember between requests. Confined to its owner; sends
/// nothing.
public final class Dialog {
    private static final int MAX_FORWARDS = 70;
    private static final long NO_SEQUENCE = -1;

    /// By what a dialog is known on one side (RFC 3261 §12).
    ///
    /// @param remoteTag "" where an old peer gave none
    public record Id(String callId, String localTag, String remoteTag) {

        /// The dialog that a request from the peer belongs to; its local tag is "" outside of any.
        public static Id ofInbound(Request request) {
            return new Id(
                    Dialog.callId(request).getCallId(),
                    tag(Dialog.to(request).getTag()),
                    tag(Dialog.from(request).getTag()));
        }
    }

    private final Id id;
    private final CallIdHeader callId;
    private final Address local;
    private final Address remote;
    private final boolean secure;
    private List<Address> routeSet;
    private URI remoteTarget;
    private long localSequence;
    private long remoteSequence;

    private Dialog(
            Id id,
            CallIdHeader callId,
            Address local,
            Address remote,
            boolean secure,
            List<Address> routeSet,
            URI remoteTarget,
            long localSequence,
            long remoteSequence) {
        this.id = id;
        this.callId = callId;
        this.local = local;
        this.remote = remote;
        this.secure = secure;
        this.routeSet = routeSet;
        this.remoteTarget = remoteTarget;
        this.localSequence = localSequence;
        this.remoteSequence = remoteSequence;
    }

    /// The caller's side (RFC 3261 §12.1.2).
    ///
    /// @param request that we sent
    /// @param response 101–299, with a To-tag; without one the peer is older than RFC 3261
    /// @param sentSecurely whether the request left by TLS
    public static Dialog ofCaller(Request request, Response response, boolean sentSecurely) {
        return new Dialog(
                new Id(
                        callId(response).getCallId(),
                        tag(from(response).getTag()),
                        tag(to(response).getTag())),
                callId(response),
                from(response).getAddress(),
                to(response).getAddress(),
                sentSecurely && isSips(request.getRequestURI()),
                recordRoute(response).reversed(),
                contact(response).orElse(request.getRequestURI()),
                sequence(request),
                NO_SEQUENCE);
    }

    /// The callee's side (RFC 3261 §12.1.1).
    ///
    /// @param request that came
    /// @param response of ours, with our tag
    /// @param cameSecurely whether the request came by TLS
    public static Dialog ofCallee(Request request, Response response, boolean cameSecurely) {
        return new Dialog(
                new Id(
                        callId(request).getCallId(),
                        tag(to(response).getTag()),
                        tag(from(request).getTag())),
                callId(request),
                to(request).getAddress(),
                from(request).getAddress(),
                cameSecurely && isSips(request.getRequestURI()),
                recordRoute(request),
                contact(request).orElse(from(request).getAddress().getURI()),
                0,
                sequence(request));
    }

    public Id id() {
        return id;
    }

    /// Whether each request in it must go by `sips` and TLS.
    public boolean isSecure() {
        return secure;
    }

    /// The peer's Contact, as it told us last.
    public URI remoteTarget() {
        return remoteTarget;
    }

    /// The 2xx that turns an early dialog into a confirmed one brings the route set anew, and perhaps another
    /// target (RFC 3261 §13.2.2.4). For the caller.
    public void confirm(Response success) {
        routeSet = recordRoute(success).reversed();
        refreshTarget(success);
    }

    /// Takes the Contact of a target refresh: of an INVITE or UPDATE in the dialog, or of its 2xx (RFC 3261
    /// §12.2, RFC 3311). Without a Contact nothing changes.
    public void refreshTarget(Message message) {
        contact(message).ifPresent(target -> remoteTarget = target);
    }

    /// Takes the CSeq of a request from the peer; not to be asked for ACK and CANCEL, which repeat one.
    ///
    /// @return false if it is out of order: the answer is 500 (RFC 3261 §12.2.2)
    public boolean accept(Request request) {
        long sequence = sequence(request);
        if (remoteSequence != NO_SEQUENCE && sequence <= remoteSequence) {
            return false;
        }
        remoteSequence = sequence;
        return true;
    }

    /// The number for the next request that is made outside of [#createRequest], such as one again with
    /// credentials.
    public long nextSequence() {
        return ++localSequence;
    }

    /// A request was sent outside of [#createRequest], such as an INVITE again with credentials.
    public void used(long sequence) {
        localSequence = Math.max(localSequence, sequence);
    }

    /// The next request of ours (RFC 3261 §12.2.1.1), without Contact and body.
    ///
    /// @param method any but ACK and CANCEL
    public Request createRequest(String method) {
        return create(method, nextSequence());
    }

    /// The ACK to a 2xx (RFC 3261 §13.2.2.4); it must carry the credentials of the INVITE.
    ///
    /// @param inviteSequence the CSeq number of the INVITE
    public Request createAck(long inviteSequence) {
        return create(Request.ACK, inviteSequence);
    }

    /// Whether its requests go straight to the peer.
    public boolean hasNoRoutes() {
        return routeSet.isEmpty();
    }

    /// Where the next request goes: the first route, or the remote target (RFC 3261 §8.1.2).
    public URI nextHop() {
        return routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().getURI();
    }

    private Request create(String method, long sequence) {
        try {
            var headers = SipMessages.headers();
            FromHeader from = headers.createFromHeader((Address) local.clone(), null);
            ToHeader to = headers.createToHeader((Address) remote.clone(), null);
            setTag(from, id.localTag());
            setTag(to, id.remoteTag());
            boolean strict = !routeSet.isEmpty() && !isLoose(routeSet.getFirst());
            Request request =
                    SipMessages.messages()
                            .createRequest(
                                    strict ? strictUri() : (URI) remoteTarget.clone(),
                                    method,
                                    (CallIdHeader) callId.clone(),
                                    headers.createCSeqHeader(sequence, method),
                                    from,
                                    to,
                                    List.of(),
                                    headers.createMaxForwardsHeader(MAX_FORWARDS));
            for (Address route : strict ? strictRoutes() : routeSet) {
                request.addHeader(headers.createRouteHeader((Address) route.clone()));
            }
            return request;
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalStateException(method + " in " + id, e);
        }
    }

    // RFC 3261 §12.2.1.1: a strict router wants to find itself in the Request-URI, and the target
    // as the last
    // route.
    private URI strictUri() {
        SipURI uri = (SipURI) routeSet.getFirst().getURI().clone();
        uri.removeParameter("method");
        return uri;
    }

    private List<Address> strictRoutes() {
        List<Address> routes = new ArrayList<>(routeSet.subList(1, routeSet.size()));
        routes.add(SipMessages.addresses().createAddress((URI) remoteTarget.clone()));
        return routes;
    }

    private static boolean isLoose(Address route) {
        // A route that is no SIP URI can't be a Request-URI of ours.
        return !(route.getURI() instanceof SipURI uri) || uri.hasLrParam();
    }

    private static void setTag(HeaderAddress header, String tag) throws ParseException {
        if (!tag.isEmpty()) {
            ((Parameters) header).setParameter("tag", tag);
        }
    }

    private static List<Address> recordRoute(Message message) {
        List<Address> routes = new ArrayList<>();
        Iterator<?> headers = message.getHeaders(RecordRouteHeader.NAME);
        while (headers.hasNext()) {
            routes.add(((RecordRouteHeader) headers.next()).getAddress());
        }
        return List.copyOf(routes);
    }

    private static Optional<URI> contact(Message message) {
        return Optional.ofNullable((ContactHeader) message.getHeader(ContactHeader.NAME))
                .map(ContactHeader::getAddress)
                .map(Address::getURI);
    }

    private static boolean isSips(URI uri) {
        return uri instanceof SipURI sip && sip.isSecure();
    }

    private static long sequence(Message message) {
        return ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getSeqNumber();
    }

    private static CallIdHeader callId(Message message) {
        return (CallIdHeader) message.getHeader(CallIdHeader.NAME);
    }

    private static FromHeader from(Message message) {
        return (FromHeader) message.getHeader(FromHeader.NAME);
    }

    private static ToHeader to(Message message) {
        return (ToHeader) message.getHeader(ToHeader.NAME);
    }

    private static String tag(String orNull) {
        return orNull == null ? "" : orNull;
    }
}
