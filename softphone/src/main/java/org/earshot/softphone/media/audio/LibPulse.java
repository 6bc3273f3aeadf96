package org.earshot.softphone.media.audio;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/// The functions of the system's libpulse that we use, by the JDK's foreign function API. Immutable.
///
/// Every handle takes and returns `long`s, also for pointers and smaller numbers: calls by [#call] then make no object, which
/// the audio threads need. The library locks nothing: whoever owns a main loop sees to it that one thread at a time calls.
final class LibPulse {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout POINTER = ValueLayout.JAVA_LONG;

    /// All memory of the process, for reading at the addresses that the library gives, without an object for each.
    @SuppressWarnings(
            "restricted") // only addresses that the library gave, within the sizes that it said
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    final MethodHandle mainloopNew; // () loop
    final MethodHandle mainloopApi; // (loop) api
    final MethodHandle mainloopPrepare; // (loop, microseconds or -1) error
    final MethodHandle mainloopPoll; // (loop) error
    final MethodHandle mainloopDispatch; // (loop) error
    final MethodHandle mainloopWakeup; // (loop); any thread
    final MethodHandle mainloopFree; // (loop)
    final MethodHandle contextNew; // (api, name) context
    final MethodHandle contextConnect; // (context, server, flags, 0) error
    final MethodHandle contextState; // (context) state
    final MethodHandle contextDisconnect; // (context)
    final MethodHandle contextUnref; // (context)
    final MethodHandle contextError; // (context) error
    final MethodHandle errorText; // (error) text
    final MethodHandle streamNew; // (context, name, format, 0) stream
    final MethodHandle connectPlayback; // (stream, device, buffer, flags, 0, 0) error
    final MethodHandle connectRecord; // (stream, device, buffer, flags) error
    final MethodHandle streamState; // (stream) state
    final MethodHandle streamIndex; // (stream) index
    final MethodHandle streamDisconnect; // (stream) error
    final MethodHandle streamUnref; // (stream)
    final MethodHandle streamLatency; // (stream, microseconds*, negative*) error
    final MethodHandle streamDevice; // (stream) number
    final MethodHandle setBuffer; // (stream, buffer, 0, 0) operation
    final MethodHandle readable; // (stream) bytes
    final MethodHandle peek; // (stream, data**, bytes*) error
    final MethodHandle drop; // (stream) error
    final MethodHandle writable; // (stream) bytes
    final MethodHandle write; // (stream, data, bytes, 0, 0, 0) error
    final MethodHandle underflowAt; // (stream) position or -1
    final MethodHandle sinks; // (context, callback, data) operation
    final MethodHandle sources; // (context, callback, data) operation
    final MethodHandle recordings; // (context, callback, data) operation
    final MethodHandle server; // (context, callback, data) operation
    final MethodHandle subscribe; // (context, mask, 0, 0) operation
    final MethodHandle onChange; // (context, callback, data)
    final MethodHandle operationUnref; // (operation)

    private final SymbolLookup library;

    private LibPulse(SymbolLookup library) {
        this.library = library;
        mainloopNew = handle("pa_mainloop_new", POINTER);
        mainloopApi = handle("pa_mainloop_get_api", POINTER, POINTER);
        mainloopPrepare = handle("pa_mainloop_prepare", INT, POINTER, INT);
        mainloopPoll = handle("pa_mainloop_poll", INT, POINTER);
        mainloopDispatch = handle("pa_mainloop_dispatch", INT, POINTER);
        mainloopWakeup = handle("pa_mainloop_wakeup", null, POINTER);
        mainloopFree = handle("pa_mainloop_free", null, POINTER);
        contextNew = handle("pa_context_new", POINTER, POINTER, POINTER);
        contextConnect = handle("pa_context_connect", INT, POINTER, POINTER, INT, POINTER);
        contextState = handle("pa_context_get_state", INT, POINTER);
        contextDisconnect = handle("pa_context_disconnect", null, POINTER);
        contextUnref = handle("pa_context_unref", null, POINTER);
        contextError = handle("pa_context_errno", INT, POINTER);
        errorText = handle("pa_strerror", POINTER, INT);
        streamNew = handle("pa_stream_new", POINTER, POINTER, POINTER, POINTER, POINTER);
        connectPlayback =
                handle(
                        "pa_stream_connect_playback",
                        INT,
                        POINTER,
                        POINTER,
                        POINTER,
                        INT,
                        POINTER,
                        POINTER);
        connectRecord = handle("pa_stream_connect_record", INT, POINTER, POINTER, POINTER, INT);
        streamState = handle("pa_stream_get_state", INT, POINTER);
        streamIndex = handle("pa_stream_get_index", INT, POINTER);
        streamDisconnect = handle("pa_stream_disconnect", INT, POINTER);
        streamUnref = handle("pa_stream_unref", null, POINTER);
        streamLatency = handle("pa_stream_get_latency", INT, POINTER, POINTER, POINTER);
        streamDevice = handle("pa_stream_get_device_index", INT, POINTER);
        setBuffer =
                handle("pa_stream_set_buffer_attr", POINTER, POINTER, POINTER, POINTER, POINTER);
        readable = handle("pa_stream_readable_size", LONG, POINTER);
        peek = handle("pa_stream_peek", INT, POINTER, POINTER, POINTER);
        drop = handle("pa_stream_drop", INT, POINTER);
        writable = handle("pa_stream_writable_size", LONG, POINTER);
        write = handle("pa_stream_write", INT, POINTER, POINTER, LONG, POINTER, LONG, INT);
        underflowAt = handle("pa_stream_get_underflow_index", LONG, POINTER);
        sinks = list("pa_context_get_sink_info_list");
        sources = list("pa_context_get_source_info_list");
        recordings = list("pa_context_get_source_output_info_list");
        server = list("pa_context_get_server_info");
        subscribe = handle("pa_context_subscribe", POINTER, POINTER, INT, POINTER, POINTER);
        onChange = handle("pa_context_set_subscribe_callback", null, POINTER, POINTER, POINTER);
        operationUnref = handle("pa_operation_unref", null, POINTER);
    }

    private MethodHandle list(String name) {
        return handle(name, POINTER, POINTER, POINTER, POINTER);
    }

    /// The library, where the machine has it. Loads it for the life of the process.
    @SuppressWarnings("restricted") // we know the functions and describe them right
    static Optional<LibPulse> find() {
        try {
            return Optional.of(
                    new LibPulse(SymbolLookup.libraryLookup("libpulse.so.0", Arena.global())));
        } catch (IllegalArgumentException
                | IllegalCallerException
                | UnsupportedOperationException e) {
            return Optional.empty(); // not here, too old, or native access is forbidden
        }
    }

    @SuppressWarnings("restricted") // as above
    private MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
        MemorySegment function =
                library.find(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
        FunctionDescriptor type =
                result == null
                        ? FunctionDescriptor.ofVoid(arguments)
                        : FunctionDescriptor.of(result, arguments);
        Class<?>[] longs = new Class<?>[arguments.length];
        java.util.Arrays.fill(longs, long.class);
        return MethodHandles.explicitCastArguments(
                Linker.nativeLinker().downcallHandle(function, type),
                MethodType.methodType(long.class, longs));
    }

    /// The text at an address; "" at 0.
    static String text(long address) {
        return address == 0 ? "" : MEMORY.getString(address);
    }

    static long call(MethodHandle function) {
        try {
            return (long) function.invokeExact();
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long call(MethodHandle function, long a) {
        try {
            return (long) function.invokeExact(a);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long call(MethodHandle function, long a, long b) {
        try {
            return (long) function.invokeExact(a, b);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long call(MethodHandle function, long a, long b, long c) {
        try {
            return (long) function.invokeExact(a, b, c);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long call(MethodHandle function, long a, long b, long c, long d) {
        try {
            return (long) function.invokeExact(a, b, c, d);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static long call(MethodHandle function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) function.invokeExact(a, b, c, d, e, f);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /// What a handle threw: our own mistake in its types, never an error of libpulse (those are numbers).
    private static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("libpulse can't be called", e);
    }
}
