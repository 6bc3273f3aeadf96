/// SIP on the wire and its transactions (RFC 3261 §17 and §18, RFC 6026, RFC 3581), for server and
/// phone alike. The only package that knows the JAIN-SIP reference implementation (`gov.nist`):
/// its parser and message model are used, its stack is not (docs/decisions/0003).
///
/// Start reading at [SipNode].
package org.earshot.common.stack;
