package org.earshot.softphone.sdp;

import org.earshot.softphone.media.MediaParameters;

/// What offer and answer came to, and what the next offer builds on (RFC 3264 §8).
///
/// @param local our description, offer or answer
/// @param profile ours, for the next offer
/// @param audioIndex which m= line is the audio
/// @param codec both ways
/// @param media what was agreed, for the media session
/// @param heldByPeer whether the other side does not want to hear us
public record Agreement(
        SessionDescription local,
        OfferedProfile profile,
        int audioIndex,
        AudioCodec codec,
        MediaParameters media,
        boolean heldByPeer) {

    /// What the lock shows of what offer and answer have agreed: `none` or `SDES:suite`. With DTLS the phones agree upon more,
    /// later.
    public String encryption() {
        return media.outboundKeys().map(k -> "SDES:" + k.suite().name()).orElse("none");
    }

    MediaDescription localAudio() {
        return local.media().get(audioIndex);
    }
}
