package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.List;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;

/// A dialog (RFC 3261 §12). Confined to the user-agent thread.
final class CallDialog {
    private final Identity identity;
    private final String callId;
    private final String local; // the value of our From in requests, with tag
    private final String remote; // the value of To
    private final String remoteTag;
    private final List<String> routes; // values of Route, in order
    private URI target;
    private long localSeq;
    private long remoteSeq;

    private CallDialog(
            Identity identity,
            String callId,
            String local,
            String remote,
            String remoteTag,
            List<String> routes,
            URI target,
            long localSeq,
            long remoteSeq) {
        this.identity = identity;
        this.callId = callId;
        this.local = local;
        this.remote = remote;
        this.remoteTag = remoteTag;
        this.routes = routes;
        this.target = target;
        this.localSeq = localSeq;
        this.remoteSeq = remoteSeq;
    }

    /// Our side called: from a response with a To-tag (RFC 3261 §12.1.2).
    static CallDialog ofCaller(Identity identity, Request invite, Response response) {
        List<String> routes = recordRoutes(response);
        List<String> reversed = new ArrayList<>(routes.reversed());
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        return new CallDialog(
                identity,
                callId(response),
                value(response, FromHeader.NAME),
                value(response, ToHeader.NAME),
                to.getTag() == null ? "" : to.getTag(),
                reversed,
                Fields.contact(response)
                        .map(c -> c.getAddress().getURI())
                        .orElse(invite.getRequestURI()),
                Fields.cSeq(response),
                -1);
    }

    /// The other side called: from the INVITE and a response of ours with our tag (RFC 3261 §12.1.1).
    static CallDialog ofCallee(Identity identity, Request invite, Response response) {
        FromHeader from = (FromHeader) invite.getHeader(FromHeader.NAME);
        return new CallDialog(
                identity,
                callId(invite),
                value(response, ToHeader.NAME),
                value(invite, FromHeader.NAME),
                from.getTag() == null ? "" : from.getTag(),
                recordRoutes(invite),
                Fields.contact(invite)
                        .map(c -> c.getAddress().getURI())
                        .orElse(from.getAddress().getURI()),
                0,
                Fields.cSeq(invite));
    }

    String callId() {
        return callId;
    }

    String remoteTag() {
        return remoteTag;
    }

    /// Whether a request from the other side belongs to this dialog.
    boolean matches(Request request) {
        FromHeader from = (FromHeader) request.getHeader(FromHeader.NAME);
        ToHeader to = (ToHeader) request.getHeader(ToHeader.NAME);
        return callId.equals(callId(request))
                && remoteTag.equals(from.getTag() == null ? "" : from.getTag())
                && to.getTag() != null
                && local.endsWith(";tag=" + to.getTag());
    }

    /// Whether a request without To-tag has the Call-ID and From-tag that began this dialog.
    boolean isOf(Request request) {
        FromHeader from = (FromHeader) request.getHeader(FromHeader.NAME);
        return callId.equals(callId(request))
                && remoteTag.equals(from.getTag() == null ? "" : from.getTag());
    }

    /// Takes note of a request's number.
    ///
    /// @return false if it is not above the last one: answer 500 (RFC 3261 §12.2.2)
    boolean accepts(Request request) {
        long number = Fields.cSeq(request);
        if (number <= remoteSeq) {
            return false;
        }
        remoteSeq = number;
        return true;
    }

    /// A target refresh (RFC 3261 §12.2.1.2, §12.2.2): re-INVITE and UPDATE, requests and 2xx.
    void refreshTarget(Message message) {
        Fields.contact(message).ifPresent(c -> target = c.getAddress().getURI());
    }

    long nextSeq() {
        return ++localSeq;
    }

    /// After an INVITE that was challenged before the dialog began.
    void atLeast(long cSeq) {
        localSeq = Math.max(localSeq, cSeq);
    }

    /// A request in the dialog (RFC 3261 §12.2.1.1).
    Request request(String method) {
        return request(method, nextSeq());
    }

    /// The ACK to the 2xx of an INVITE with this number (RFC 3261 §13.2.2.4).
    Request ack(long inviteSeq) {
        return request(Request.ACK, inviteSeq);
    }

    private Request request(String method, long cSeq) {
        try {
            Request request =
                    SipMessages.messages()
                            .createRequest(
                                    (URI) target.clone(),
                                    method,
                                    (CallIdHeader) Fields.header("Call-ID", callId),
                                    (CSeqHeader) Fields.header("CSeq", cSeq + " " + method),
                                    (FromHeader) Fields.header("From", local),
                                    (ToHeader) Fields.header("To", remote),
                                    List.of(),
                                    SipMessages.headers().createMaxForwardsHeader(70));
            for (String route : routes) {
                request.addLast(Fields.header(RouteHeader.NAME, route));
            }
            request.addHeader(Fields.header("User-Agent", Identity.USER_AGENT));
            if (method.equals(Request.INVITE) || method.equals(Request.UPDATE)) {
                request.addHeader(Fields.header(ContactHeader.NAME, identity.contactValue()));
                request.addHeader(Fields.allow());
            }
            return request;
        } catch (java.text.ParseException
                | javax.sip.InvalidArgumentException
                | javax.sip.SipException e) {
            throw new IllegalArgumentException(method + " can't be written", e);
        }
    }

    /// Where requests of the dialog go: by way of our server where it is in the route, else straight to the
    /// other side's contact, if that is a numeric address.
    Destination destination() {
        if (routes.isEmpty() && target instanceof SipURI sip && !sip.isSecure()) {
            String transport = sip.getTransportParam() == null ? "udp" : sip.getTransportParam();
            try {
                Transport by = Transport.of(transport);
                int port = sip.getPort() > 0 ? sip.getPort() : by.defaultPort();
                String host = HostPort.withoutBrackets(sip.getHost());
                if (by == identity.server().transport() && !by.isReliable()) {
                    return new Destination.Address(by, host, port, host);
                }
            } catch (IllegalArgumentException _) {
                // a transport that we don't speak: by way of our server
            }
        }
        return identity.server();
    }

    static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    private static String value(Message message, String name) {
        String line = message.getHeader(name).toString();
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static List<String> recordRoutes(Message message) {
        List<String> out = new ArrayList<>();
        var headers = message.getHeaders(RecordRouteHeader.NAME);
        while (headers.hasNext()) {
            String line = headers.next().toString();
            out.add(line.substring(line.indexOf(':') + 1).strip());
        }
        return out;
    }
}
