package org.earshot.softphone.ua;

import java.util.Optional;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.sdp.Agreement;
import org.earshot.softphone.ua.CallState.Established;

/// What never changes in a call, and so stands in every event that tells of it. Pure.
record CallFacts(Id id, String peer, boolean incoming) {

    /// How a call stands without audio.
    ///
    /// @param reason for the user; "" for none
    UserAgentEvent.CallChanged in(CallState state, String reason, boolean missed) {
        return in(state, Optional.empty(), reason, missed);
    }

    /// How the call stands now.
    ///
    /// @param keys upon which the phones have agreed
    /// @param reason for the user; "" for none
    UserAgentEvent.CallChanged in(
            CallState state, Optional<DtlsKeys> keys, String reason, boolean missed) {
        Optional<Agreement> agreement =
                state instanceof Established(Session session)
                        ? Optional.of(session.agreement())
                        : Optional.empty();
        return new UserAgentEvent.CallChanged(
                id,
                state.phase(),
                peer,
                incoming,
                reason,
                missed,
                agreement.map(Agreement::heldByPeer).orElse(false),
                agreement.map(a -> a.codec().encodingName()),
                agreement.map(a -> encryption(a, keys)));
    }

    private static String encryption(Agreement agreement, Optional<DtlsKeys> keys) {
        return keys.map(k -> "DTLS:" + k.outbound().suite().name())
                .orElseGet(agreement::encryption);
    }
}
