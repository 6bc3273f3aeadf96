/// Ways through networks: STUN messages (RFC 8489) and a TURN client (RFC 8656) over UDP, TCP or TLS. Pure but for
/// [TurnStream][org.earshot.softphone.media.ice.TurnStream]: bytes and time in, bytes out; whoever uses it has the sockets.
///
/// Start reading at [StunMessage][org.earshot.softphone.media.ice.StunMessage] and
/// [TurnClient][org.earshot.softphone.media.ice.TurnClient].
package org.earshot.softphone.media.ice;
