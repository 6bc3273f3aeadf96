package org.earshot.common.call;

/// Which call this is: the Call-ID and the caller's tag, which stay the same from the INVITE to the BYE, however many
/// phones it rings.
///
/// @param callerTag the From-tag of the INVITE
public record CallKey(String callId, String callerTag) {}
