package org.earshot.interop;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A link of a given rate, delay and loss, for connections of this machine with itself: whatever is sent to the address beside
/// that of a `tun` device comes back from there, late or never. Source and destination change places on the way, so that both ends
/// see the other one at that address; sums of TCP and IP stay right, since their order is nothing to a sum.
///
/// Each connection (by its higher port) has such a link for itself, as each phone at a relay has, and each of its directions the rate
/// for itself, and a queue that holds 400 ms and drops what comes then. IPv4 alone. One thread reads, one writes.
final class ShapedLink implements AutoCloseable {
    private static final int SOURCE_ADDRESS = 12;
    private static final int DESTINATION_ADDRESS = 16;
    private static final long QUEUE_NANOS = Duration.ofMillis(400).toNanos();

    private final TunDevice device;
    private final long bitsPerSecond;
    private final long delayNanos;
    private final double loss;
    private final Random random;
    private final Map<Integer, long[]> links = new HashMap<>(); // nanoseconds; the one that reads
    private final ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(1);
    private final Thread reader = new Thread(this::read, "link");
    private volatile boolean closed;

    /// Takes over a device that is there, and nobody has.
    ///
    /// @param oneWay how long each packet is on its way, beside the time that its bits take
    /// @param loss share of the packets that are lost, 0–1
    /// @param seed decides which
    ShapedLink(String name, long bitsPerSecond, Duration oneWay, double loss, long seed)
            throws IOException {
        this.bitsPerSecond = bitsPerSecond;
        this.delayNanos = oneWay.toNanos();
        this.loss = loss;
        this.random = new Random(seed);
        this.device = new TunDevice(name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            for (var packet = device.read(); packet.isPresent(); packet = device.read()) {
                forward(packet.get());
            }
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    private void forward(byte[] packet) {
        for (int i = 0; i < 4; i++) {
            byte source = packet[SOURCE_ADDRESS + i];
            packet[SOURCE_ADDRESS + i] = packet[DESTINATION_ADDRESS + i];
            packet[DESTINATION_ADDRESS + i] = source;
        }
        int ports = (packet[0] & 15) * 4;
        boolean whole = packet.length >= ports + 4;
        int from = whole ? port(packet, ports) : 0;
        int to = whole ? port(packet, ports + 2) : 0;
        int direction = from < to ? 1 : 0;
        long now = System.nanoTime();
        long[] free = links.computeIfAbsent(Math.max(from, to), _ -> new long[] {now, now});
        long begins = Math.max(now, free[direction]);
        if (begins - now > QUEUE_NANOS || random.nextDouble() < loss) {
            return;
        }
        free[direction] = begins + packet.length * 8L * 1_000_000_000L / bitsPerSecond;
        var _ =
                writer.schedule(
                        () -> device.write(packet),
                        free[direction] + delayNanos - now,
                        TimeUnit.NANOSECONDS);
    }

    private static int port(byte[] packet, int at) {
        return ((packet[at] & 255) << 8) | (packet[at + 1] & 255);
    }

    /// Loses all that is still on its way. The device stays until the process ends.
    @Override
    public void close() {
        closed = true;
        writer.shutdownNow();
    }
}
