package org.earshot.softphone.ua;

import org.earshot.softphone.ua.UserAgentEvent.CallPhase;

/// Where a call stands, and what exists there.
sealed interface CallState {

    /// Our INVITE is on its way.
    record Calling(OutgoingInvite invite) implements CallState {}

    /// It rings at the other side.
    record RingingThere(OutgoingInvite invite) implements CallState {}

    /// It rings here.
    record RingingHere(IncomingInvite invite) implements CallState {}

    /// We answered; the ACK is on its way.
    ///
    /// @param hungUp whether the user has hung up since: BYE must wait for the ACK (RFC 3261 §15)
    record Answering(IncomingInvite invite, boolean hungUp) implements CallState {}

    /// Both sides are in the session.
    record Established(Session session) implements CallState {}

    /// It is over.
    record Ended() implements CallState {}

    /// What the faces see.
    default CallPhase phase() {
        return switch (this) {
            case Calling _ -> CallPhase.CALLING;
            case RingingThere _, RingingHere _, Answering _ -> CallPhase.RINGING;
            case Established(Session session) ->
                    session.isHolding() ? CallPhase.HELD : CallPhase.ESTABLISHED;
            case Ended _ -> CallPhase.ENDED;
        };
    }
}
