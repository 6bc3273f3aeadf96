package org.earshot.common.stack;

import java.util.Optional;
import javax.sip.message.Response;

/// Bytes that are no SIP message, or one that RFC 3261 tells us not to process. Knows what to answer.
///
/// Without a stack trace: peers decide how often it is thrown.
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String method;
    private final transient Optional<Response> response;

    /// @param status what a request of that kind deserves: 400, 413 or 505
    /// @param reason what is wrong, fit for a reason phrase
    /// @param method the request's method, or "" for a response and for what can't be told
    /// @param response the answer, as far as the message could be read
    MalformedMessage(int status, String reason, String method, Optional<Response> response) {
        super(reason, null, false, false);
        this.status = status;
        this.method = method;
        this.response = response;
    }

    /// 400, 413 or 505.
    public int status() {
        return status;
    }

    /// The method of the request, or "" if it is a response or can't be told.
    public String method() {
        return method;
    }

    /// Whether it has the start line of a request.
    public boolean isRequest() {
        return !method.isEmpty();
    }

    /// The response to send statelessly over the flow that the message came by: empty for responses,
    /// for ACK, and where no Via could be read. Headers that the parser did not understand are copied
    /// as they came, so its `getHeader` may return null for From, To, Call-ID or CSeq.
    public Optional<Response> response() {
        return response;
    }
}
