package org.earshot.interop;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
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
    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final int NAME_BYTES = 16;
    private static final int IFREQ_BYTES = 40;
    private static final int MTU = 1500;
    private static final int HEADER = 20;
    private static final int SOURCE_ADDRESS = 12;
    private static final int DESTINATION_ADDRESS = 16;
    private static final long QUEUE_NANOS = Duration.ofMillis(400).toNanos();

    private static final MethodHandle OPEN =
            function("open", 2, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle IOCTL =
            function(
                    "ioctl",
                    2,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS);
    private static final MethodHandle READ = transfer("read");
    private static final MethodHandle WRITE = transfer("write");

    private final int device;
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
        this.device = open(name);
        reader.setDaemon(true);
        reader.start();
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(
            String name, int variadicFrom, ValueLayout result, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.firstVariadicArg(variadicFrom));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle transfer(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG));
    }

    private static int open(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int file = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), O_RDWR);
            MemorySegment request = arena.allocate(IFREQ_BYTES);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, IFF_TUN_NO_PI);
            if (file < 0 || (int) IOCTL.invokeExact(file, TUNSETIFF, request) < 0) {
                throw new IOException("the device " + name + " can't be had: tun is needed");
            }
            return file;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("open", e);
        }
    }

    private void read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(MTU);
            while (!closed) {
                long length = (long) READ.invokeExact(device, buffer, (long) MTU);
                if (length >= HEADER && buffer.get(ValueLayout.JAVA_BYTE, 0) >> 4 == 4) {
                    forward(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
                } else if (length < 0) {
                    return;
                }
            }
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        } catch (Throwable e) {
            throw new IllegalStateException("read", e);
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
                        () -> write(packet),
                        free[direction] + delayNanos - now,
                        TimeUnit.NANOSECONDS);
    }

    private static int port(byte[] packet, int at) {
        return ((packet[at] & 255) << 8) | (packet[at + 1] & 255);
    }

    private void write(byte[] packet) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, packet);
            if ((long) WRITE.invokeExact(device, bytes, (long) packet.length) != packet.length) {
                throw new IllegalStateException("the device takes no packet");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("write", e);
        }
    }

    /// Loses all that is still on its way. The device stays until the process ends.
    @Override
    public void close() {
        closed = true;
        writer.shutdownNow();
    }
}
