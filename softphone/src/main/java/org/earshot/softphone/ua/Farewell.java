package org.earshot.softphone.ua;

import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.softphone.ua.CallState.Answering;
import org.earshot.softphone.ua.CallState.Calling;
import org.earshot.softphone.ua.CallState.Ended;
import org.earshot.softphone.ua.CallState.Established;
import org.earshot.softphone.ua.CallState.RingingHere;
import org.earshot.softphone.ua.CallState.RingingThere;

/// What the other side hears when a call ends from here: CANCEL, a refusal, or BYE, as its state wants it (RFC 3261 §9,
/// §13.3.1.3, §15).
///
/// @param status for a call that rings here
/// @param reason of a BYE (RFC 3326)
record Farewell(int status, String phrase, String reason) {
    /// The user wants no more of it.
    static final Farewell HUNG_UP =
            new Farewell(Response.BUSY_HERE, "Busy Here", "SIP;cause=200;text=\"hung up\"");

    /// Another call has come in its place, here or there.
    static final Farewell HANDED_OVER =
            new Farewell(Response.BUSY_HERE, "Busy Here", "SIP;cause=200;text=\"handed over\"");

    /// Nobody came.
    static final Farewell UNANSWERED =
            new Farewell(Response.TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable", "");

    /// Something of ours makes it impossible to go on.
    static final Farewell BROKEN =
            new Farewell(Response.SERVER_INTERNAL_ERROR, "Server Internal Error", "SIP;cause=488");

    void say(CallState state, CallContext context) {
        switch (state) {
            case Calling(OutgoingInvite invite) -> invite.cancel();
            case RingingThere(OutgoingInvite invite) -> invite.cancel();
            case RingingHere(IncomingInvite invite) -> invite.reject(status, phrase);
            case Answering(IncomingInvite invite, boolean _) -> bye(invite.dialog(), context);
            case Established(Session session) -> bye(session.dialog(), context);
            case Ended _ -> {}
        }
    }

    private void bye(CallDialog dialog, CallContext context) {
        Request bye = dialog.request(Request.BYE);
        bye.addHeader(Fields.header("Reason", reason));
        context.requester().send(bye, dialog.destination(), dialog::nextSeq, Ignored.HANDLER);
    }
}
