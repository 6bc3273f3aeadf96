package org.earshot.common.stack;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.List;
import javax.sip.InvalidArgumentException;
import javax.sip.address.URI;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Builds the requests that a client transaction sends for an INVITE on its own: CANCEL (RFC 3261 §9.1) and
/// the ACK to a 3xx–6xx (§17.1.1.3). Both go where the INVITE went, with its topmost Via only. Pure.
final class Cancels {
    private static final int MAX_FORWARDS = 70;

    private Cancels() {}

    /// @param invite as sent, our Via on top
    /// @param headers to add, such as Reason
    static Request create(Request invite, List<Header> headers) {
        SIPRequest cancel = follower(invite, Request.CANCEL);
        cancel.setHeader((Header) invite.getHeader(ToHeader.NAME).clone());
        for (Header header : headers) {
            cancel.addHeader(header);
        }
        return cancel;
    }

    /// @param response 300–699; gives the To-tag
    static Request ack(Request invite, Response response) {
        SIPRequest ack = follower(invite, Request.ACK);
        ack.setHeader((Header) response.getHeader(ToHeader.NAME).clone());
        return ack;
    }

    private static SIPRequest follower(Request invite, String method) {
        try {
            SIPRequest request = new SIPRequest();
            request.setRequestURI((URI) invite.getRequestURI().clone());
            request.setMethod(method);
            request.setHeader((Header) invite.getHeader(ViaHeader.NAME).clone());
            request.setHeader((Header) invite.getHeader(FromHeader.NAME).clone());
            request.setHeader((Header) invite.getHeader(CallIdHeader.NAME).clone());
            request.setHeader(new CSeq(((SIPRequest) invite).getCSeq().getSeqNumber(), method));
            request.setHeader(new MaxForwards(MAX_FORWARDS));
            var routes = invite.getHeaders(RouteHeader.NAME);
            while (routes.hasNext()) {
                request.addHeader((Header) ((Header) routes.next()).clone());
            }
            return request;
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException(method, e);
        }
    }
}
