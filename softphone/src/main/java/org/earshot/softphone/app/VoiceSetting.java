package org.earshot.softphone.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.processing.VoiceSettings;
import org.earshot.softphone.ua.Sound.Processing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done to what the microphone hears: what the command line says; else, with devices, what was chosen in an earlier run, or
/// all of it; else nothing, as files and tones are to arrive as they are. Thread-safe.
final class VoiceSetting {
    private static final Logger log = LoggerFactory.getLogger(VoiceSetting.class);
    private static final String FILE = "voice-processing";

    private final Consumer<VoiceSettings> processor;
    private final DataFolder folder;
    private final Executor keeper;
    private final Set<Processing> on = EnumSet.noneOf(Processing.class); // guarded by this
    private final Map<Processing, Boolean> chosen =
            new EnumMap<>(Processing.class); // guarded by this

    // one change after the other
    private final Object changing = new Object();

    /// @param processor has the engine do it; may take some tenths of a second
    /// @param keeper a serial thread that may wait for the disk
    VoiceSetting(Consumer<VoiceSettings> processor, DataFolder folder, Executor keeper) {
        this.processor = processor;
        this.folder = folder;
        this.keeper = keeper;
    }

    /// Begins, once.
    ///
    /// @param asked what the command line says for or against
    void begin(Map<Processing, Boolean> asked, AudioSpec source, AudioSpec sink) {
        boolean microphone = source instanceof AudioSpec.Device;
        boolean both = microphone && sink instanceof AudioSpec.Device;
        synchronized (this) {
            chosen.putAll(kept());
            for (Processing what : Processing.values()) {
                boolean devices = what == Processing.ECHO_CANCEL ? both : microphone;
                boolean usual = devices && chosen.getOrDefault(what, true);
                if (asked.getOrDefault(what, usual)) {
                    on.add(what);
                }
            }
            if (on.isEmpty()) {
                return; // nothing is loaded for that
            }
        }
        apply();
    }

    private Map<Processing, Boolean> kept() {
        Map<Processing, Boolean> kept = new EnumMap<>(Processing.class);
        List<String> lines = folder.lines(FILE);
        for (Processing what : Processing.values()) {
            if (lines.contains(what.word() + "=on")) {
                kept.put(what, true);
            } else if (lines.contains(what.word() + "=off")) {
                kept.put(what, false);
            }
        }
        return kept;
    }

    /// What is done now.
    synchronized Set<Processing> processing() {
        return Set.copyOf(on);
    }

    /// Does it from now on, or not, and remembers that.
    void set(Processing what, boolean wanted) {
        List<String> lines = new ArrayList<>();
        synchronized (this) {
            if (wanted) {
                on.add(what);
            } else {
                on.remove(what);
            }
            chosen.put(what, wanted);
            chosen.forEach((each, value) -> lines.add(each.word() + (value ? "=on" : "=off")));
        }
        keeper.execute(() -> keep(lines));
        apply();
    }

    private void keep(List<String> lines) {
        try {
            folder.replace(FILE, lines);
        } catch (IOException e) {
            log.warn("can't remember what is done to the voice: {}", e.getMessage());
        }
    }

    /// A native library takes its time.
    private void apply() {
        Thread.ofPlatform()
                .daemon()
                .name("voice-processor")
                .start(() -> {
                    synchronized (changing) {
                        processor.accept(settings());
                    }
                });
    }

    /// The latest: whoever comes last applies it.
    private synchronized VoiceSettings settings() {
        return new VoiceSettings(
                on.contains(Processing.ECHO_CANCEL),
                on.contains(Processing.NOISE_SUPPRESS),
                on.contains(Processing.GAIN_CONTROL));
    }
}
