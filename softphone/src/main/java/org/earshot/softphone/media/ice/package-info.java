/// Ways through networks: STUN messages (RFC 8489). Pure: bytes in, bytes out; whoever uses it has the sockets.
///
/// Start reading at [StunMessage][org.earshot.softphone.media.ice.StunMessage].
package org.earshot.softphone.media.ice;
