/// RTP and RTCP on the wire, and the sums over them: headers, sequence numbers, loss, jitter, round trip
/// (RFC 3550, RFC 3551, RFC 5761), digits (RFC 4733), older audio beside
/// what is new (RFC 2198) and the E-model (ITU-T G.107). Pure: bytes in, values out.
///
/// Start reading at [RtpHeader] and [ReceiverStatistics].
package org.earshot.softphone.media.rtp;
