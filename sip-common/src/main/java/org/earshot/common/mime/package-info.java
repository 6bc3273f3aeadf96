/// What all bodies have in common: MIME parts and multiparts (RFC 2045, RFC 2046, RFC 2387), lines, numbers and times,
/// and [MalformedPayloadException], the one thing that a parser of a body throws. Pure. Start reading at [MimePart].
package org.earshot.common.mime;
