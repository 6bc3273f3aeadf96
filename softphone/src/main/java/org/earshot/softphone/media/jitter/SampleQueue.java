package org.earshot.softphone.media.jitter;

import org.earshot.softphone.media.codec.Codec;

/// Samples that are decoded and not yet played, in one array so that decoders and the stretcher work in place; and where in it packets
/// begin. Confined to one thread.
final class SampleQueue {
    /// "No packet begins in this frame."
    static final long NO_PACKET = -1;

    private static final int CAPACITY = 4 * Codec.MAX_SAMPLES;
    private static final int MARKS =
            64; // more packets begin in so few samples only if somebody sends tiny ones; those go
    // unmarked

    private final short[] samples = new short[CAPACITY];
    private int size;
    private final int[] markedAt = new int[MARKS];
    private final long[] timestamps = new long[MARKS];
    private int marks;

    /// The array; the queue is `[0, size())`.
    short[] samples() {
        return samples;
    }

    int size() {
        return size;
    }

    /// Whether a payload of any length can be decoded behind the end.
    boolean hasRoom() {
        return CAPACITY - size >= 2 * Codec.MAX_SAMPLES;
    }

    /// What is appended next is the packet with this RTP timestamp.
    void mark(int timestamp) {
        if (marks < MARKS) {
            markedAt[marks] = size;
            timestamps[marks++] = timestamp & 0xFFFF_FFFFL;
        }
    }

    /// `count` samples were written behind the end.
    void appended(int count) {
        size += count;
    }

    /// `count` samples were put in (positive) or left out (negative) at the beginning.
    void stretched(int count) {
        size += count;
        for (int i = 0; i < marks; i++) {
            markedAt[i] = markedAt[i] == 0 ? 0 : Math.max(0, markedAt[i] + count);
        }
    }

    /// Moves the first samples to `frame`.
    ///
    /// @return the RTP timestamp of the first packet that begins in them, or [#NO_PACKET]
    long take(short[] frame) {
        System.arraycopy(samples, 0, frame, 0, frame.length);
        size -= frame.length;
        System.arraycopy(samples, frame.length, samples, 0, size);
        long timestamp = marks > 0 && markedAt[0] < frame.length ? timestamps[0] : NO_PACKET;
        int gone = 0;
        while (gone < marks && markedAt[gone] < frame.length) {
            gone++;
        }
        marks -= gone;
        for (int i = 0; i < marks; i++) {
            markedAt[i] = markedAt[i + gone] - frame.length;
            timestamps[i] = timestamps[i + gone];
        }
        return timestamp;
    }

    void clear() {
        size = 0;
        marks = 0;
    }
}
