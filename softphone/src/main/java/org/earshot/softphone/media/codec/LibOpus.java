package org.earshot.softphone.media.codec;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// The functions of libopus that we use, by the JDK's foreign function API. Immutable.
final class LibOpus {
    /// As the usual packages of Linux, macOS and Windows call it. Those of macOS and Windows are *untested*, and so is the library there.
    static final List<String> NAMES =
            List.of(
                    "libopus.so.0",
                    "libopus.0.dylib",
                    "/opt/homebrew/lib/libopus.0.dylib",
                    "/usr/local/lib/libopus.0.dylib",
                    "opus.dll",
                    "libopus-0.dll");

    static final int OK = 0;
    static final int APPLICATION_VOIP = 2048;
    static final int APPLICATION_LOW_DELAY = 2051;
    static final int SET_APPLICATION = 4000;
    static final int SET_BITRATE = 4002;
    static final int SET_MAX_BANDWIDTH = 4004;

    /// The others follow.
    static final int NARROWBAND = 1101;

    static final int SET_VBR = 4006;
    static final int SET_COMPLEXITY = 4010;
    static final int SET_INBAND_FEC = 4012;
    static final int SET_PACKET_LOSS_PERC = 4014;
    static final int SET_DTX = 4016;
    static final int SET_SIGNAL = 4024;
    static final int RESET_STATE = 4028;
    static final int SIGNAL_VOICE = 3001;
    static final int SIGNAL_MUSIC = 3002;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout POINTER = ValueLayout.ADDRESS;

    @SuppressWarnings("restricted") // only what the library itself says of itself is read by it
    private static final AddressLayout TEXT =
            ValueLayout.ADDRESS.withTargetLayout(
                    MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));

    final MethodHandle encoderCreate; // (rate, channels, application, error*) encoder*
    final MethodHandle encoderDestroy; // (encoder*)
    final MethodHandle encoderSet; // (encoder*, request, value) error
    final MethodHandle encoderReset; // (encoder*, request) error
    final MethodHandle encode; // (encoder*, pcm*, samples, payload*, room) length or error
    final MethodHandle decoderCreate; // (rate, channels, error*) decoder*
    final MethodHandle decoderDestroy; // (decoder*)
    final MethodHandle decoderReset; // (decoder*, request) error
    final MethodHandle decode; // (decoder*, payload*, length, pcm*, samples, fec) samples or error

    /// As the library says it.
    final String version;

    /// @throws IllegalArgumentException when a function is missing: it is another library, or a very old one
    /// @throws IllegalCallerException when native access is forbidden
    LibOpus(SymbolLookup library) {
        Linker linker = Linker.nativeLinker();
        version = version(linker, library);
        encoderCreate =
                handle(
                        linker,
                        library,
                        "opus_encoder_create",
                        FunctionDescriptor.of(POINTER, INT, INT, INT, POINTER));
        encoderDestroy =
                handle(linker, library, "opus_encoder_destroy", FunctionDescriptor.ofVoid(POINTER));
        // the ctl functions are variadic in C: on some machines that is another way to pass
        // arguments
        encoderSet =
                handle(
                        linker,
                        library,
                        "opus_encoder_ctl",
                        FunctionDescriptor.of(INT, POINTER, INT, INT),
                        Linker.Option.firstVariadicArg(2));
        encoderReset =
                handle(
                        linker,
                        library,
                        "opus_encoder_ctl",
                        FunctionDescriptor.of(INT, POINTER, INT),
                        Linker.Option.firstVariadicArg(2));
        encode =
                handle(
                        linker,
                        library,
                        "opus_encode",
                        FunctionDescriptor.of(INT, POINTER, POINTER, INT, POINTER, INT));
        decoderCreate =
                handle(
                        linker,
                        library,
                        "opus_decoder_create",
                        FunctionDescriptor.of(POINTER, INT, INT, POINTER));
        decoderDestroy =
                handle(linker, library, "opus_decoder_destroy", FunctionDescriptor.ofVoid(POINTER));
        decoderReset =
                handle(
                        linker,
                        library,
                        "opus_decoder_ctl",
                        FunctionDescriptor.of(INT, POINTER, INT),
                        Linker.Option.firstVariadicArg(2));
        decode =
                handle(
                        linker,
                        library,
                        "opus_decode",
                        FunctionDescriptor.of(INT, POINTER, POINTER, INT, POINTER, INT, INT));
    }

    /// What the library calls itself, such as `libopus 1.3.1`.
    private static String version(Linker linker, SymbolLookup library) {
        MethodHandle get =
                handle(linker, library, "opus_get_version_string", FunctionDescriptor.of(TEXT));
        try {
            return ((MemorySegment) get.invokeExact()).getString(0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    @SuppressWarnings("restricted") // we know the functions and describe them right
    private static MethodHandle handle(
            Linker linker,
            SymbolLookup library,
            String name,
            FunctionDescriptor type,
            Linker.Option... options) {
        MemorySegment function =
                library.find(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
        return linker.downcallHandle(function, type, options);
    }

    /// What a handle threw: our own mistake in its types, never an error of libopus (those are numbers).
    static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("libopus can't be called", e);
    }
}
