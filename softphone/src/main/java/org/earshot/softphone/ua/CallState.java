package org.earshot.softphone.ua;

import java.util.Optional;
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

    /// Our INVITE that has no final response yet.
    default Optional<OutgoingInvite> early() {
        return switch (this) {
            case Calling(OutgoingInvite invite) -> Optional.of(invite);
            case RingingThere(OutgoingInvite invite) -> Optional.of(invite);
            case RingingHere _, Answering _, Established _, Ended _ -> Optional.empty();
        };
    }

    /// The one dialog with the other side.
    default Optional<CallDialog> dialog() {
        return switch (this) {
            case RingingHere(IncomingInvite invite) -> Optional.of(invite.dialog());
            case Answering(IncomingInvite invite, boolean _) -> Optional.of(invite.dialog());
            case Established(Session session) -> Optional.of(session.dialog());
            case Calling _, RingingThere _, Ended _ -> Optional.empty();
        };
    }

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
