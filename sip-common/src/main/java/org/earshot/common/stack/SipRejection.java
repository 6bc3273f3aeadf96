package org.earshot.common.stack;

import java.util.List;
import javax.sip.header.Header;

/// A request that can't be done; becomes the response.
public final class SipRejection extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Header> headers;

    /// @param status 300–699
    /// @param reason the reason phrase
    /// @param headers what the response must carry, such as Min-Expires with 423
    public SipRejection(int status, String reason, Header... headers) {
        super(reason, null, false, false);
        if (status < 300 || status > 699) {
            throw new IllegalArgumentException("status " + status);
        }
        this.status = status;
        this.headers = List.of(headers);
    }

    public int status() {
        return status;
    }

    public List<Header> headers() {
        return headers;
    }
}
