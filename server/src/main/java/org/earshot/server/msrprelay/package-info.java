/// An MSRP relay (RFC 4976) for phones that can't reach each other: TLS only, keeps nothing, connects to nobody. Start at
/// [org.earshot.server.msrprelay.MsrpRelay].
package org.earshot.server.msrprelay;
