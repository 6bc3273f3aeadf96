package org.earshot.softphone.sdp;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.earshot.softphone.media.AudioWishes;

/// What may be agreed.
///
/// @param keysTravelSafely whether our signalling hop is encrypted: else no key of ours goes into a message
/// @param plainAllowed whether audio without encryption is better than none; never within a session that is
///     encrypted
/// @param wishes of our user for the audio
/// @param reach to which addresses audio may go
public record MediaPolicy(
        boolean keysTravelSafely,
        boolean plainAllowed,
        AudioWishes wishes,
        Predicate<InetAddress> reach) {

    /// Wherever the other side wants it.
    public MediaPolicy(boolean keysTravelSafely, boolean plainAllowed, AudioWishes wishes) {
        this(keysTravelSafely, plainAllowed, wishes, _ -> true);
    }
}
