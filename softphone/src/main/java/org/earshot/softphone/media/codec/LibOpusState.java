package org.earshot.softphone.media.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// An encoder or decoder inside libopus, with memory outside of the heap that is taken once. Confined to one thread at a
/// time.
final class LibOpusState implements AutoCloseable {

    /// Calls the library's function that makes one.
    interface Creator {
        /// @param error where the library puts its error
        MemorySegment create(MemorySegment error) throws Throwable;
    }

    private final Arena arena =
            Arena.ofShared(); // closed by another thread than the one that encodes or decodes
    private final MethodHandle reset;
    private final MethodHandle destroy;
    private final MemorySegment address;
    private boolean closed;

    /// @param kind for a message
    /// @param reset (state*, request) error
    /// @param destroy (state*)
    LibOpusState(String kind, Creator creator, MethodHandle reset, MethodHandle destroy) {
        this.reset = reset;
        this.destroy = destroy;
        MemorySegment error = arena.allocate(ValueLayout.JAVA_INT);
        try {
            address = creator.create(error);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw LibOpus.broken(e);
        }
        if (error.get(ValueLayout.JAVA_INT, 0) != LibOpus.OK) {
            throw new IllegalStateException("libopus gives no " + kind);
        }
    }

    /// What the library's functions take.
    MemorySegment address() {
        return address;
    }

    /// Memory that lives as long.
    MemorySegment allocateSamples(int count) {
        return arena.allocate(ValueLayout.JAVA_SHORT, count);
    }

    /// Memory that lives as long.
    MemorySegment allocateBytes(int count) {
        return arena.allocate(count);
    }

    void reset() {
        try {
            int _ = (int) reset.invokeExact(address, LibOpus.RESET_STATE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw LibOpus.broken(e);
        }
    }

    /// Does no harm twice.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            destroy.invokeExact(address);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw LibOpus.broken(e);
        }
        arena.close();
    }
}
