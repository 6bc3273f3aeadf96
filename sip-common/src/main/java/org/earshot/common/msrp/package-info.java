/// The Message Session Relay Protocol (RFC 4975) without a socket: URIs, what a frame says, a reader of a stream of bytes and a
/// writer. Knows the methods of RFC 4976 too. Start at [MsrpParser].
package org.earshot.common.msrp;
