package org.earshot.interop;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A link between two `tun` devices, each in a network namespace of its own, on which datagrams (UDP) fare as badly as is said, and all else
/// well. The two directions are impaired alike, each for itself.
final class ImpairedLink implements AutoCloseable {
    private static final int PROTOCOL = 9; // of the IPv4 header
    private static final int UDP = 17;

    private final ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(1);
    private volatile boolean closed;

    private final class Direction {
        private final TunDevice from;
        private final TunDevice to;
        private volatile Impairment.Network network = sent -> sent;

        Direction(TunDevice from, TunDevice to) {
            this.from = from;
            this.to = to;
            Thread.ofPlatform().daemon().name("link").start(this::run);
        }

        private void run() {
            try {
                for (var packet = from.read(); packet.isPresent(); packet = from.read()) {
                    forward(packet.get());
                }
            } catch (RejectedExecutionException e) {
                if (!closed) {
                    throw e;
                }
            }
        }

        private void forward(byte[] packet) {
            long now = System.nanoTime();
            Impairment.Network impaired = network;
            boolean isDatagram = packet[PROTOCOL] == UDP;
            long arrival = isDatagram ? impaired.arrival(now) : now;
            if (arrival == Impairment.LOST) {
                return;
            }
            deliver(packet, arrival - now);
            long copy = isDatagram ? impaired.copy(now, arrival) : Impairment.LOST;
            if (copy != Impairment.LOST) {
                deliver(packet, copy - now);
            }
        }

        private void deliver(byte[] packet, long nanos) {
            var _ = writer.schedule(() -> to.write(packet), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private final Direction there;
    private final Direction back;

    ImpairedLink(TunDevice near, TunDevice far) throws IOException {
        there = new Direction(near, far);
        back = new Direction(far, near);
    }

    /// What becomes of datagrams from now on.
    ///
    /// @param seed decides which are lost or late
    void impair(Impairment impairment, long seed) {
        there.network = impairment.between(Long.MIN_VALUE, Long.MAX_VALUE, new Random(seed));
        back.network = impairment.between(Long.MIN_VALUE, Long.MAX_VALUE, new Random(seed + 1));
    }

    /// Loses all that is still on its way.
    @Override
    public void close() {
        closed = true;
        writer.shutdownNow();
    }
}
