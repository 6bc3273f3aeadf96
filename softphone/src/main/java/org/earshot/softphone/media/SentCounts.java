package org.earshot.softphone.media;

/// What was sent, as sender reports tell it. One immutable object for each packet: who reads it never sees half of an update.
///
/// @param packets      RTP packets
/// @param octets       of payload
/// @param rtpTimestamp of the last packet
/// @param nanoTime     when that was sent
record SentCounts(long packets, long octets, int rtpTimestamp, long nanoTime) {

    static final SentCounts NONE = new SentCounts(0, 0, 0, 0);
}
