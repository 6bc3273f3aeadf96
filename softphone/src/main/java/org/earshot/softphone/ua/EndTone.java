package org.earshot.softphone.ua;

import javax.sip.message.Response;

/// What our user hears when a call of his has failed (ITU-T E.180), as far as he has not ended it himself.
public enum EndTone {
    /// The one who was called is there, and can't or does not want to talk.
    BUSY,
    /// There is nobody of that address.
    UNOBTAINABLE,
    /// The call was not carried, or is lost.
    CONGESTION;

    /// What a final response to our INVITE sounds like. Pure.
    ///
    /// @param status 300–699
    static EndTone ofRefusal(int status) {
        return switch (status) {
            case Response.BUSY_HERE, Response.BUSY_EVERYWHERE, Response.DECLINE -> BUSY;
            case Response.NOT_FOUND,
                    Response.GONE,
                    Response.UNSUPPORTED_URI_SCHEME,
                    Response.ADDRESS_INCOMPLETE,
                    Response.AMBIGUOUS,
                    Response.DOES_NOT_EXIST_ANYWHERE ->
                    UNOBTAINABLE;
            default -> CONGESTION;
        };
    }
}
