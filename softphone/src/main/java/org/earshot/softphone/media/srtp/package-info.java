/// Media encryption: SRTP and SRTCP (RFC 3711, RFC 6188, RFC 7714) on the JDK's AES. Knows packets and keys;
/// how keys were agreed upon is for `sdp` and `ua`.
///
/// Start reading at [SrtpContext].
package org.earshot.softphone.media.srtp;
