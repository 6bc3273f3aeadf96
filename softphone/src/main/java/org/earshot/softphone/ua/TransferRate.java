package org.earshot.softphone.ua;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/// How fast something goes, over its last seconds. Pure; time is an argument.
final class TransferRate {
    private static final Duration WINDOW = Duration.ofSeconds(5);

    private record Sample(Instant at, long bytes) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /// So many bytes are there now.
    void at(Instant now, long bytes) {
        samples.addLast(new Sample(now, bytes));
        while (samples.size() > 2
                && Duration.between(samples.getFirst().at(), now).compareTo(WINDOW) > 0) {
            samples.removeFirst();
        }
    }

    /// It begins anew.
    void clear() {
        samples.clear();
    }

    /// Bytes a second; empty as long as that is not known.
    OptionalLong bytesPerSecond() {
        if (samples.size() < 2) {
            return OptionalLong.empty();
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long millis = Duration.between(first.at(), last.at()).toMillis();
        return millis <= 0
                ? OptionalLong.empty()
                : OptionalLong.of((long) ((last.bytes() - first.bytes()) * 1000.0 / millis));
    }

    /// How long it will take, rounded up; empty as long as that is not known.
    OptionalLong secondsLeft(long size) {
        OptionalLong rate = bytesPerSecond();
        if (rate.isEmpty() || rate.getAsLong() <= 0) {
            return OptionalLong.empty();
        }
        long left = size - samples.getLast().bytes();
        return OptionalLong.of(Math.ceilDiv(Math.max(0, left), rate.getAsLong()));
    }
}
