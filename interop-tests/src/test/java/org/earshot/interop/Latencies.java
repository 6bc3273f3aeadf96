package org.earshot.interop;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Delays that were measured. Thread-safe.
final class Latencies {
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long each) {
        nanos.add(each);
    }

    void addAll(Latencies others) {
        nanos.addAll(others.nanos);
    }

    int count() {
        return nanos.size();
    }

    /// @param quantile 0 to 1
    /// @return milliseconds; NaN without a measurement
    double milliseconds(double quantile) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(sorted);
        int index = (int) Math.ceil(quantile * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }
}
