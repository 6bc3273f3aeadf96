package org.earshot.softphone.file;

/// How long chunks are to be: what the way carries in half a second. So the sender knows at each moment how much has arrived, and
/// heads cost nothing that could be measured. Pure; one thread at a time.
final class ChunkSize {
    static final int SMALLEST = 1 << 16;
    static final int LARGEST = 1 << 24;

    private static final double SECONDS = 0.5;
    private static final double OLD_PART = 0.5;

    private final int most;
    private double bytesPerSecond = SMALLEST / SECONDS;
    private long lastNanos;
    private boolean begun;

    /// @param most what the next hop takes, as far as it is known
    ChunkSize(int most) {
        this.most = most;
    }

    /// Bytes of the next chunk.
    int bytes() {
        return Math.min(most, Math.clamp((long) (bytesPerSecond * SECONDS), SMALLEST, LARGEST));
    }

    /// A chunk has arrived.
    ///
    /// @param bytes in it
    /// @param nanos the time, from anywhere
    void arrived(long bytes, long nanos) {
        if (begun) {
            double seconds = Math.max(nanos - lastNanos, 1) / 1e9;
            bytesPerSecond = OLD_PART * bytesPerSecond + (1 - OLD_PART) * bytes / seconds;
        }
        begun = true;
        lastNanos = nanos;
    }
}
