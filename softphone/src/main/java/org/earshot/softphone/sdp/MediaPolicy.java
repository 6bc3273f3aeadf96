package org.earshot.softphone.sdp;

/// What may be agreed about encryption.
///
/// @param keysTravelSafely whether our signalling hop is encrypted: else no key of ours goes into a message
/// @param plainAllowed whether audio without encryption is better than none; never within a session that is
///     encrypted
public record MediaPolicy(boolean keysTravelSafely, boolean plainAllowed) {}
