package org.earshot.interop;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// A `tun` device of Linux: what the system sends to it is read here, what is written here comes from it. It stays until the process ends, and
/// goes on being ours where it is moved to another network namespace. One thread reads, one writes.
final class TunDevice {
    private static final int MTU = 1500;
    private static final int IPV4_HEADER = 20;
    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final int NAME_BYTES = 16;
    private static final int IFREQ_BYTES = 40;

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

    private final int file;
    private final MemorySegment in = Arena.ofAuto().allocate(MTU);
    private final MemorySegment out = Arena.ofAuto().allocate(MTU);

    /// Takes over a device that is there, and nobody has.
    TunDevice(String name) throws IOException {
        file = open(name);
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

    /// The next packet of IPv4; empty when there will be none any more.
    Optional<byte[]> read() {
        while (true) {
            long length;
            try {
                length = (long) READ.invokeExact(file, in, (long) MTU);
            } catch (Throwable e) {
                throw new IllegalStateException("read", e);
            }
            if (length < 0) {
                return Optional.empty();
            }
            if (length >= IPV4_HEADER && in.get(ValueLayout.JAVA_BYTE, 0) >> 4 == 4) {
                return Optional.of(in.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
            }
        }
    }

    /// Gives a packet to the system.
    void write(byte[] packet) {
        try {
            MemorySegment.copy(packet, 0, out, ValueLayout.JAVA_BYTE, 0, packet.length);
            if ((long) WRITE.invokeExact(file, out, (long) packet.length) != packet.length) {
                throw new IllegalStateException("the device takes no packet");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("write", e);
        }
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
}
