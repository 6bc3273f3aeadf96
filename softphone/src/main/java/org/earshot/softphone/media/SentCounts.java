package org.earshot.softphone.media;

/// What was sent, as sender reports tell it.
///
/// @param packets      RTP packets
/// @param octets       of payload
/// @param rtpTimestamp of the last packet
/// @param nanoTime     when that was sent
record SentCounts(long packets, long octets, int rtpTimestamp, long nanoTime) {}
