/// Servers that help media through address translators: STUN and TURN (RFC 8489, RFC 8656), how they are named, who may use them,
/// and how our server tells our phone of them. Pure. Start reading at [Relay] and [RelayOffer].
package org.earshot.common.relay;
