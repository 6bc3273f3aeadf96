package org.earshot.softphone.media.audio;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/// Lets a thread that carries sound run as soon as it wakes up, though all processors are busy with other work of this phone or of others.
/// It needs little time, but at once: since 6.12 Linux lets a thread say so without any privilege (sched_setattr(2): a short slice). Where
/// that is not to be had nothing changes.
///
/// The system's `sched_attr`, 48 bytes: size (32 bits), policy (32), flags (64), nice (32), priority (32), runtime, deadline and period
/// (64 each, nanoseconds); of a usual thread `runtime` is its slice.
public final class PromptThread {
    /// Less than a frame's share of what is needed to code it would cut its work in pieces.
    static final long SLICE_NANOS = 500_000;

    private static final int SIZE = 48;
    private static final int AT_POLICY = 4;
    private static final int AT_RUNTIME = 24;
    private static final int USUAL = 0; // SCHED_OTHER
    private static final int THIS_THREAD = 0;
    private static final Optional<SystemCalls> CALLS = SystemCalls.find();

    private PromptThread() {}

    /// Numbers of the two system calls, for which older C libraries have no functions.
    private record SystemCalls(MethodHandle set, MethodHandle get, long setNumber, long getNumber) {

        @SuppressWarnings("restricted")
        static Optional<SystemCalls> find() {
            if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
                return Optional.empty();
            }
            long set;
            switch (System.getProperty("os.arch")) {
                case "amd64" -> set = 314;
                case "aarch64" -> set = 274;
                default -> {
                    return Optional.empty();
                }
            }
            Linker linker = Linker.nativeLinker();
            Linker.Option variadic = Linker.Option.firstVariadicArg(1);
            return linker.defaultLookup()
                    .find("syscall")
                    .map(address ->
                            new SystemCalls(
                                    linker.downcallHandle(
                                            address,
                                            FunctionDescriptor.of(
                                                    ValueLayout.JAVA_LONG,
                                                    ValueLayout.JAVA_LONG,
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.JAVA_INT),
                                            variadic),
                                    linker.downcallHandle(
                                            address,
                                            FunctionDescriptor.of(
                                                    ValueLayout.JAVA_LONG,
                                                    ValueLayout.JAVA_LONG,
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.JAVA_INT),
                                            variadic),
                                    set,
                                    set + 1));
        }

        /// @return whether the system knows how this thread is scheduled
        boolean get(MemorySegment attributes) {
            try {
                return (long)
                                get.invokeExact(
                                        getNumber, THIS_THREAD, attributes, SIZE, /* flags= */ 0)
                        == 0;
            } catch (Throwable e) {
                throw new IllegalStateException("sched_getattr", e);
            }
        }

        boolean set(MemorySegment attributes) {
            try {
                return (long) set.invokeExact(setNumber, THIS_THREAD, attributes, /* flags= */ 0)
                        == 0;
            } catch (Throwable e) {
                throw new IllegalStateException("sched_setattr", e);
            }
        }
    }

    /// Says of the calling thread that it is one. A thread that the user has given another policy keeps it.
    ///
    /// @return whether the system took it; older ones take it and do nothing
    public static boolean begin() {
        if (CALLS.isEmpty()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(SIZE, 8);
            if (!CALLS.get().get(attributes)
                    || attributes.get(ValueLayout.JAVA_INT, AT_POLICY) != USUAL) {
                return false;
            }
            attributes.set(ValueLayout.JAVA_LONG, AT_RUNTIME, SLICE_NANOS);
            return CALLS.get().set(attributes);
        }
    }

    /// The slice of the calling thread, as the system says; 0 where it does not say.
    static long sliceNanos() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(SIZE, 8);
            return CALLS.isPresent() && CALLS.get().get(attributes)
                    ? attributes.get(ValueLayout.JAVA_LONG, AT_RUNTIME)
                    : 0;
        }
    }
}
