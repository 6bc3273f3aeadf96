/// Session descriptions (RFC 4566, RFC 8866), offer and answer (RFC 3264), and media keys in them
/// (RFC 4568). Pure: text and values in, text and values out.
///
/// The lines are read by our own reader: the one of the JAIN-SIP reference implementation prints a stack
/// trace, with the line and so with a media key, for each line that it does not like, and refuses a whole
/// description for a line type that it does not know.
///
/// Start reading at [OfferAnswer].
package org.earshot.softphone.sdp;
