/// SIP on the wire and its transactions (RFC 3261 §17 and §18, RFC 6026, RFC 3581), for server and
/// phone alike. The only package that knows the JAIN-SIP reference implementation (`gov.nist`):
/// its parser and message model are used, its stack is not (docs/decisions/0003).
///
/// Start reading at [SipNode]. What lies below it, from the wire up: [Wire] holds the sockets and hands over
/// messages with the [Flow] they came by; [SipMessages] turns bytes into messages and back.
///
/// ## Where the reference implementation is not believed
///
/// Its header parsers are used one by one ([MessageReader]); cutting, checking and writing are ours, because it
///
/// - takes any `SIP/x.y`, a second From, CSeq or Content-Length (the last one wins), a negative or overflowing
///   Content-Length, a CSeq above 2^31 and one of another method ([StartLine], [FieldChecks]);
/// - reads a quote that never ends up to the end of the line, white space within `<>`, a `?` in a Contact
///   without brackets as part of the URI, and guesses where an IPv6 host without brackets ends
///   ([AddressSyntax]);
/// - takes headers in the Request-URI, ports above 65,535, and an `rport` that is no number, on which copying
///   the message later throws ([MessageChecks]);
/// - loses characters of a method that RFC 3261 allows, writes the method of CSeq in upper case
///   ([MessageWriter], [CommandSequence]), and drops fields that it could not parse;
/// - encodes headers in the charset of the body, and believes the Content-Length that it was given
///   ([MessageWriter]);
/// - answers some input with a NullPointerException, StringIndexOutOfBoundsException or StackOverflowError.
package org.earshot.common.stack;
