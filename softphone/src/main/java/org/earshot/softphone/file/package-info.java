/// Files from phone to phone over MSRP (RFC 4975) and TLS. Knows no SIP and no SDP: whoever negotiates a file asks a [FileEngine]
/// for an address, and tells it what came of that.
package org.earshot.softphone.file;
