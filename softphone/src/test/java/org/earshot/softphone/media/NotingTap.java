package org.earshot.softphone.media;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps what was captured and played, by timestamps, and when.
final class NotingTap implements MediaTap {
    final Map<Long, Long> captured = new ConcurrentHashMap<>();
    final Map<Long, Long> played = new ConcurrentHashMap<>();

    @Override
    public void captured(long rtpTimestamp, long nanoTime) {
        captured.put(rtpTimestamp, nanoTime);
    }

    @Override
    public void played(long rtpTimestamp, long nanoTime) {
        played.put(rtpTimestamp, nanoTime);
    }
}
