package org.earshot.common.stack;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.Locale;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// By what a message finds its transaction (RFC 3261 §17.1.3 and §17.2.3).
///
/// @param id the branch; for a request without the magic cookie what RFC 2543 had instead
/// @param sentBy host and port of the topmost Via; "" on the client side, where it is ours
/// @param method of the request that began the transaction: never ACK
record TransactionKey(String id, String sentBy, String method) {

    /// Of a request that came: for an ACK, the key of its INVITE.
    static TransactionKey ofRequest(Request request) {
        String method = request.getMethod();
        return server((SIPRequest) request, method.equals(Request.ACK) ? Request.INVITE : method);
    }

    /// Of the INVITE that a CANCEL means (RFC 3261 §9.2).
    static TransactionKey ofCancelled(Request cancel) {
        return server((SIPRequest) cancel, Request.INVITE);
    }

    /// Of the request that a response answers. Responses to our own ACKs don't exist.
    static TransactionKey ofResponse(Response response) {
        SIPMessage message = (SIPMessage) response;
        Via via = message.getTopmostVia();
        String branch = via.getBranch() == null ? "" : via.getBranch();
        return client(branch, message.getCSeq().getMethod());
    }

    /// Of a request that we send.
    static TransactionKey client(String branch, String method) {
        return new TransactionKey(branch, "", method);
    }

    private static TransactionKey server(SIPRequest request, String method) {
        Via via = request.getTopmostVia();
        String branch = via.getBranch();
        // "z9hG4bK" alone is no unique id, though some send it.
        boolean unique =
                branch != null
                        && branch.length() > RandomIds.MAGIC_COOKIE.length()
                        && branch.startsWith(RandomIds.MAGIC_COOKIE);
        String sentBy = via.getHost().toLowerCase(Locale.ROOT) + ':' + via.getPort();
        return new TransactionKey(unique ? branch : beforeBranches(request), sentBy, method);
    }

    // RFC 3261 §17.2.3, second half. To is left out, so that an ACK, which carries the response's
    // To-tag,
    // has the key of its INVITE; Request-URI too, since CANCEL and ACK repeat it only up to
    // escaping.
    private static String beforeBranches(SIPRequest request) {
        return request.getCallId().getCallId()
                + '|'
                + request.getCSeq().getSeqNumber()
                + '|'
                + request.getFromTag()
                + '|'
                + request.getTopmostVia().getBranch();
    }
}
