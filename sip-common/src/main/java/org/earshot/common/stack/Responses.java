package org.earshot.common.stack;

import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Builds responses (RFC 3261 §8.2.6). Pure.
final class Responses {
    private Responses() {}

    /// A response with Via, From, To, Call-ID, CSeq and Timestamp of the request, and for 101–299 to a
    /// request that begins a dialog also its Record-Route.
    ///
    /// @param toTag put into To unless the status is 100 or there is a tag; "" for none, as a stateless
    ///     element that can't make the same one again might want
    static Response create(Request request, int status, String reason, String toTag) {
        SIPResponse response = ((SIPRequest) request).createResponse(status, reason);
        To to = (To) response.getTo();
        if (status != 100 && !toTag.isEmpty() && to != null && to.getTag() == null) {
            try {
                to.setTag(toTag);
            } catch (ParseException e) {
                throw new IllegalArgumentException("not a tag: " + toTag, e);
            }
        }
        return response;
    }
}
