package org.earshot.softphone.ua;

import javax.sip.message.Response;
import org.earshot.common.stack.SipRejection;

/// Answers that say no.
final class Rejections {
    private Rejections() {}

    /// 488 with the reason in a Warning (RFC 3261 §20.43, code 399).
    static SipRejection notAcceptable(String why) {
        return new SipRejection(
                Response.NOT_ACCEPTABLE_HERE,
                "Not Acceptable Here",
                Fields.header(
                        "Warning",
                        "399 earshot \"" + why.replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\""));
    }

    static SipRejection noSuchCall() {
        return new SipRejection(
                Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, "Call/Transaction Does Not Exist");
    }

    static SipRejection pending() {
        return new SipRejection(Response.REQUEST_PENDING, "Request Pending");
    }

    static SipRejection unsupportedType(String accepted) {
        return new SipRejection(
                Response.UNSUPPORTED_MEDIA_TYPE,
                "Unsupported Media Type",
                Fields.header("Accept", accepted));
    }
}
