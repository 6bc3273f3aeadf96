package org.earshot.softphone.sdp;

/// What may be agreed.
///
/// @param keysTravelSafely whether our signalling hop is encrypted: else no key of ours goes into a message
/// @param plainAllowed whether audio without encryption is better than none; never within a session that is
///     encrypted
/// @param comfortNoise whether comfort noise in place of silence (RFC 3389) is offered and accepted
public record MediaPolicy(boolean keysTravelSafely, boolean plainAllowed, boolean comfortNoise) {}
