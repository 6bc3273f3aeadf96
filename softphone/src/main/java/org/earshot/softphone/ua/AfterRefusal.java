package org.earshot.softphone.ua;

import javax.sip.message.Response;

/// What becomes of a session whose re-INVITE was refused. Pure.
enum AfterRefusal {
    /// Both sides asked at once (RFC 3261 §14.1).
    GLARE,

    /// To be asked again after a while.
    AGAIN,

    /// It can't go on.
    BROKEN,

    /// It goes on as it was.
    AS_BEFORE;

    /// @param placeUnknown whether the other side has not heard yet where we are. Until then neither side's way to the
    ///     other is sure, and a 408 says nothing about the dialog, although RFC 3261 §12.2.1.2 would end it: a call in
    ///     which nothing is heard ends by itself
    static AfterRefusal of(int status, boolean placeUnknown) {
        return switch (status) {
            case Response.REQUEST_PENDING -> GLARE;
            case Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST -> BROKEN;
            case Response.REQUEST_TIMEOUT -> placeUnknown ? AGAIN : BROKEN;
            case 430, // Flow Failed (RFC 5626 §11.5): the other side is about to come back, too
                    Response.TEMPORARILY_UNAVAILABLE,
                    Response.SERVER_INTERNAL_ERROR,
                    Response.SERVICE_UNAVAILABLE,
                    Response.SERVER_TIMEOUT ->
                    placeUnknown ? AGAIN : AS_BEFORE;
            default -> AS_BEFORE;
        };
    }
}
