package org.earshot.proxy;

import java.time.Instant;

/// A call that is going on, for administrators.
///
/// @param callId its Call-ID
/// @param caller who called, as a URI
/// @param callee who was called, as a URI
/// @param answeredAt when the 2xx passed
public record LiveCall(String callId, String caller, String callee, Instant answeredAt) {}
