package org.earshot.server.trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;

/// What a SIP request is called in a trace. SIP carries no context of W3C's, so each node works it out from what it sees, and all come to the same: the
/// trace from the Call-ID, a transaction from the branch of its topmost Via (RFC 3261 §8.1.1.7). Pure.
///
/// @param trace 32 hex digits: the first of SHA-256 over the Call-ID
/// @param span 16 hex digits
/// @param parent the transaction that this one is a part of; empty: it begins here
record SipTrace(String trace, String span, Optional<String> parent) {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    private static final List<String> METHODS =
            List.of(
                    Request.INVITE,
                    Request.ACK,
                    Request.BYE,
                    Request.CANCEL,
                    Request.REGISTER,
                    Request.OPTIONS,
                    Request.MESSAGE,
                    Request.SUBSCRIBE,
                    Request.NOTIFY,
                    Request.PUBLISH,
                    Request.REFER,
                    Request.INFO,
                    Request.PRACK,
                    Request.UPDATE);

    /// A request that came.
    ///
    /// @param fromNode whether another node sent it, whose span is the parent
    static SipTrace taken(Request request, boolean fromNode) {
        String branch = branch(request, 0).orElse("");
        return new SipTrace(
                trace(request),
                span("server", branch),
                fromNode ? Optional.of(span("client", branch)) : Optional.empty());
    }

    /// A request that went out, with our Via on top and, if it was forwarded, that of whoever sent it below.
    static SipTrace sent(Request request) {
        return new SipTrace(
                trace(request),
                span("client", branch(request, 0).orElse("")),
                branch(request, 1).map(branch -> span("server", branch)));
    }

    /// Anybody can invent methods; these have one name.
    static String method(Request request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
    }

    private static String trace(Request request) {
        String callId =
                request.getHeader(CallIdHeader.NAME) instanceof CallIdHeader header
                        ? header.getCallId()
                        : "";
        return sha256(callId).substring(0, TRACE_DIGITS);
    }

    private static String span(String end, String branch) {
        return sha256(end + ' ' + branch).substring(0, SPAN_DIGITS);
    }

    private static Optional<String> branch(Request request, int index) {
        ListIterator<?> vias = request.getHeaders(ViaHeader.NAME);
        for (int i = 0; vias.hasNext(); i++) {
            Object via = vias.next();
            if (i == index) {
                return via instanceof ViaHeader header
                        ? Optional.ofNullable(header.getBranch())
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
