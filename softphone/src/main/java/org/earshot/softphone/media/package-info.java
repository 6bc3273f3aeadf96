/// The door to a call's audio: from a pair of UDP ports and what SDP agreed upon to frames for the audio
/// engine and numbers for the statistics (RFC 3550, RFC 3711, RFC 4733). Knows neither SIP nor SDP.
///
/// Start reading at [MediaSession].
package org.earshot.softphone.media;
