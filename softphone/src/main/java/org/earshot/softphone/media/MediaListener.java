package org.earshot.softphone.media;

import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.DtlsLink;
import org.earshot.softphone.media.dtls.DtlsParameters;

/// What a session hears besides audio. Called on the session's receive thread, on the playout thread, and on that of a handshake: hand
/// over and return.
public interface MediaListener extends DtlsLink.Listener {

    /// A listener that hears nothing.
    MediaListener NONE = digit -> {};

    /// The peer has pressed a key; told once per key, when it begins: by telephone-event (RFC 4733), or as tones (ITU-T Q.24)
    /// where none was agreed upon.
    ///
    /// @param digit one of `0`–`9`, `*`, `#`, `A`–`D`
    void digitReceived(char digit);

    /// The phones have agreed upon keys; they count once the parameters hold them ([MediaParameters#withKeys]).
    @Override
    default void onKeys(DtlsParameters parameters, DtlsKeys keys) {
        // for calls without DTLS; with it nothing is sent as long as nobody takes the keys
    }

    @Override
    default void onFailed(DtlsParameters parameters, String reason) {
        // likewise
    }

    /// Nothing comes by the way that ICE has found, not even answers: the other side should be told how we are reached now.
    default void onWayLost() {
        // for calls without ICE
    }

    /// ICE has found no way, or none is left: nothing is sent any more.
    default void onNoWay() {
        // likewise
    }
}
