package org.earshot.proxy;

import java.time.Instant;

/// What our Record-Route says of a dialog. Signed it shows that the dialog went through this domain's proxy,
/// and between whom: requests in it may go to the other party and nowhere else. See [RouteTokens].
///
/// @param expiresAt to the minute
/// @param caller who sent the request that began the dialog
/// @param callee whom it was for; the flow is known from the answer on
/// @param dialled by which name the callee may go in this dialog, besides its own
record RouteToken(Instant expiresAt, Party caller, Party callee, DialledName dialled) {}
