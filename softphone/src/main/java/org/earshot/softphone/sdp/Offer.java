package org.earshot.softphone.sdp;

import java.util.List;
import java.util.Optional;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.ice.IceCredentials;

/// An offer of ours that waits for its answer; with forking, for several.
///
/// @param audioIndex which m= line is the audio
/// @param keys those that its crypto lines hold
/// @param direction that it asks for
/// @param ice our credentials in it; empty: it says nothing of ICE
/// @param association by which the session that is being changed has its keys
public record Offer(
        SessionDescription description,
        OfferedProfile profile,
        int audioIndex,
        List<CryptoAttribute> keys,
        Direction direction,
        Optional<IceCredentials> ice,
        Optional<DtlsParameters> association) {

    public Offer {
        keys = List.copyOf(keys);
    }

    MediaDescription audio() {
        return description.media().get(audioIndex);
    }

    Optional<CryptoAttribute> key(int tag) {
        return keys.stream().filter(k -> k.tag() == tag).findFirst();
    }
}
