package org.earshot.softphone.media.audio;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Takes what the sound server lists, as its callbacks bring it. The callbacks run inside [PulseConnection#iterate], on the thread
/// of the one who calls that; nothing else touches this.
///
/// Offsets are those of `pa_sink_info`, `pa_source_info`, `pa_source_output_info` and `pa_server_info` of libpulse's stable
/// interface (`libpulse.so.0`) on machines with pointers of 64 bit.
final class PulseLists {
    /// What a server plays to where there is no loudspeaker; nobody hears it.
    private static final String NO_SINK = "auto_null";

    private static final long NAME = 0;
    private static final long INDEX = 8;
    private static final long DESCRIPTION = 16;
    private static final long MUTE = 304;
    private static final long MONITOR_OF = 308;
    private static final long RECORDING_INDEX = 0;
    private static final long RECORDING_MUTE = 352;
    private static final long DEFAULT_SINK = 48;
    private static final long DEFAULT_SOURCE = 56;
    private static final int NONE = -1;

    /// What the server had, at one moment. Immutable.
    ///
    /// @param monitors sources that give what a loudspeaker plays: no microphones
    /// @param mutedSources numbers
    /// @param mutedRecordings numbers of streams
    record Snapshot(
            List<AudioDevice> devices,
            Set<String> monitors,
            Set<Integer> mutedSources,
            Set<Integer> mutedRecordings,
            String defaultSource,
            String defaultSink) {
        static final Snapshot EMPTY = new Snapshot(List.of(), Set.of(), Set.of(), Set.of(), "", "");

        Snapshot {
            devices = List.copyOf(devices);
            monitors = Set.copyOf(monitors);
            mutedSources = Set.copyOf(mutedSources);
            mutedRecordings = Set.copyOf(mutedRecordings);
        }
    }

    private final List<AudioDevice> devices = new ArrayList<>();
    private final Set<String> monitors = new HashSet<>();
    private final Set<Integer> mutedSources = new HashSet<>();
    private final Set<Integer> mutedRecordings = new HashSet<>();
    private String defaultSource = "";
    private String defaultSink = "";
    private int ended;
    private boolean changed;

    final long onSink;
    final long onSource;
    final long onRecording;
    final long onServer;
    final long onChange;

    /// @param arena how long the callbacks may be called
    PulseLists(Arena arena) {
        onSink = listing(arena, "sink");
        onSource = listing(arena, "source");
        onRecording = listing(arena, "recording");
        onServer =
                callback(
                        arena,
                        "server",
                        FunctionDescriptor.ofVoid(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG));
        onChange =
                callback(
                        arena,
                        "change",
                        FunctionDescriptor.ofVoid(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG));
    }

    private long listing(Arena arena, String method) {
        return callback(
                arena,
                method,
                FunctionDescriptor.ofVoid(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
    }

    @SuppressWarnings("restricted") // the types are those of the library's callbacks
    private long callback(Arena arena, String method, FunctionDescriptor type) {
        MethodType java = type.toMethodType();
        try {
            return Linker.nativeLinker()
                    .upcallStub(MethodHandles.lookup().bind(this, method, java), type, arena)
                    .address();
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("our own method is missing", e);
        }
    }

    void sink(long context, long info, int end, long data) {
        if (isEntry(info, end) && !string(info, NAME).equals(NO_SINK)) {
            devices.add(
                    new AudioDevice(string(info, NAME), string(info, DESCRIPTION), false, true));
        }
    }

    void source(long context, long info, int end, long data) {
        if (!isEntry(info, end)) {
            return;
        }
        String name = string(info, NAME);
        if (number(info, MUTE) != 0) {
            mutedSources.add(number(info, INDEX));
        }
        if (number(info, MONITOR_OF) == NONE) {
            devices.add(new AudioDevice(name, string(info, DESCRIPTION), true, false));
        } else {
            monitors.add(name);
        }
    }

    void recording(long context, long info, int end, long data) {
        if (isEntry(info, end) && number(info, RECORDING_MUTE) != 0) {
            mutedRecordings.add(number(info, RECORDING_INDEX));
        }
    }

    void server(long context, long info, long data) {
        ended++;
        if (info != 0) {
            defaultSink = string(info, DEFAULT_SINK);
            defaultSource = string(info, DEFAULT_SOURCE);
        }
    }

    void change(long context, int event, int index, long data) {
        changed = true;
    }

    private boolean isEntry(long info, int end) {
        if (end != 0) {
            ended++;
        }
        return end == 0 && info != 0;
    }

    private static String string(long info, long offset) {
        return LibPulse.text(LibPulse.MEMORY.get(ValueLayout.JAVA_LONG, info + offset));
    }

    private static int number(long info, long offset) {
        return LibPulse.MEMORY.get(ValueLayout.JAVA_INT, info + offset);
    }

    /// Forgets what came, before it is asked for anew.
    void begin() {
        devices.clear();
        monitors.clear();
        mutedSources.clear();
        mutedRecordings.clear();
        ended = 0;
        changed = false;
    }

    /// Whether all four lists came to their end.
    boolean isComplete() {
        return ended >= 4;
    }

    /// Whether something is another since [#begin].
    boolean hasChanged() {
        return changed;
    }

    Snapshot snapshot() {
        return new Snapshot(
                devices, monitors, mutedSources, mutedRecordings, defaultSource, defaultSink);
    }
}
