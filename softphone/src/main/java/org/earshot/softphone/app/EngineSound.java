package org.earshot.softphone.app;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.earshot.softphone.media.audio.AudioActivity;
import org.earshot.softphone.media.audio.AudioBackend;
import org.earshot.softphone.media.audio.AudioEngine;
import org.earshot.softphone.media.audio.AudioException;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.audio.FrameClock;
import org.earshot.softphone.media.processing.VoiceProcessors;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.AudioTrouble;
import org.earshot.softphone.ua.UserAgentEvent.SoundMatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The devices of the audio engine: which are chosen, and that this is remembered. Thread-safe.
final class EngineSound implements Sound {
    private static final Logger log = LoggerFactory.getLogger(EngineSound.class);
    private static final String INSTEAD =
            " – until it is back, the device that the system chooses is used";
    private static final String FILE = "sound-devices";

    /// Where no device plays; the notes last less than two seconds.
    private static final Duration LONGEST_TONE = Duration.ofSeconds(5);

    /// Where no device records or plays; four seconds of each are the usual.
    private static final Duration LONGEST_TEST = Duration.ofSeconds(14);

    private final AudioBackend backend;
    private final DataFolder folder;
    private final Executor keeper;
    private final AudioEngine engine;
    private final List<Consumer<UserAgentEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Use, AudioSpec> specs = new EnumMap<>(Use.class); // guarded by itself

    /// What the user chose, in this run or before; what the command line names is not in it. Guarded by `specs`.
    private final Map<Use, String> kept = new EnumMap<>(Use.class);

    private final Listening listening = new Listening();
    private final VoiceSetting voice;
    private volatile boolean microphoneMissing;
    // to list devices may take its time
    private volatile boolean canCapture = true;

    /// @param source what the command line names; a device without a name: what was chosen in an earlier run
    /// @param sink likewise
    /// @param keeper a serial thread that may wait for the disk
    EngineSound(
            AudioBackend backend,
            AudioSpec source,
            AudioSpec sink,
            DataFolder folder,
            Executor keeper) {
        this.backend = backend;
        this.folder = folder;
        this.keeper = keeper;
        kept.putAll(read());
        specs.put(Use.MICROPHONE, remembered(source, kept.get(Use.MICROPHONE)));
        specs.put(Use.LOUDSPEAKER, remembered(sink, kept.get(Use.LOUDSPEAKER)));
        specs.put(
                Use.RINGER,
                sink instanceof AudioSpec.Device
                        ? device(Optional.ofNullable(kept.get(Use.RINGER)))
                        : new AudioSpec.Null());
        engine =
                new AudioEngine(
                        backend,
                        specs.get(Use.MICROPHONE),
                        specs.get(Use.LOUDSPEAKER),
                        FrameClock.system(),
                        new Failures());
        voice =
                new VoiceSetting(
                        settings -> engine.process(VoiceProcessors.best(settings)), folder, keeper);
        if (source instanceof AudioSpec.Device || sink instanceof AudioSpec.Device) {
            backend.onDevicesChanged(this::devicesChanged);
            lookForMicrophones();
        }
    }

    private static AudioSpec device(Optional<String> name) {
        return new AudioSpec.Device(name);
    }

    private static AudioSpec remembered(AudioSpec wanted, String kept) {
        boolean open = wanted instanceof AudioSpec.Device(var name) && name.isEmpty();
        return open ? device(Optional.ofNullable(kept)) : wanted;
    }

    private Map<Use, String> read() {
        Map<Use, String> found = new EnumMap<>(Use.class);
        for (String line : folder.lines(FILE)) {
            String[] words = line.split("=", 2);
            Arrays.stream(Use.values())
                    .filter(use -> words.length == 2 && word(use).equals(words[0]))
                    .forEach(use -> found.put(use, words[1]));
        }
        return found;
    }

    private static String word(Use use) {
        return use.name().toLowerCase(java.util.Locale.ROOT);
    }

    /// Begins to process what the microphone hears.
    ///
    /// @param asked what the command line says for or against
    void process(Map<Processing, Boolean> asked, AudioSpec source, AudioSpec sink) {
        voice.begin(asked, source, sink);
    }

    @Override
    public Set<Processing> processing() {
        return voice.processing();
    }

    @Override
    public void process(Processing what, boolean on) {
        voice.set(what, on);
    }

    AudioEngine engine() {
        return engine;
    }

    /// What rings.
    AudioSpec ringer() {
        synchronized (specs) {
            return specs.get(Use.RINGER);
        }
    }

    @Override
    public List<Device> devices() {
        return backend.devices().stream()
                .map(d -> new Device(d.name(), d.description(), d.canCapture(), d.canPlay()))
                .toList();
    }

    @Override
    public Optional<String> chosen(Use use) {
        synchronized (specs) {
            return specs.get(use) instanceof AudioSpec.Device(var name) ? name : Optional.empty();
        }
    }

    @Override
    public void choose(Use use, Optional<String> name) {
        synchronized (specs) {
            specs.put(use, device(name));
            name.ifPresentOrElse(it -> kept.put(use, it), () -> kept.remove(use));
            switch (use) {
                case MICROPHONE -> {
                    microphoneMissing = false;
                    tell(new AudioTrouble(SoundMatter.MICROPHONE, ""));
                    engine.source(device(name));
                }
                case LOUDSPEAKER -> {
                    tell(new AudioTrouble(SoundMatter.LOUDSPEAKER, ""));
                    engine.sink(device(name));
                }
                case RINGER -> {} // the next call rings there
            }
        }
        keeper.execute(this::keep);
        tell(state());
    }

    private void keep() {
        List<String> lines = new ArrayList<>();
        synchronized (specs) {
            kept.forEach((use, name) -> lines.add(word(use) + "=" + name));
        }
        try {
            folder.replace(FILE, lines);
        } catch (IOException e) {
            log.warn("can't remember the sound devices: {}", e.getMessage());
        }
    }

    private UserAgentEvent.SoundDevices state() {
        return new UserAgentEvent.SoundDevices(
                devices(), chosen(Use.MICROPHONE), chosen(Use.LOUDSPEAKER), chosen(Use.RINGER));
    }

    private void lookForMicrophones() {
        canCapture = backend.hasMicrophone();
    }

    private void devicesChanged() {
        lookForMicrophones();
        engine.devicesChanged();
        tell(state());
    }

    private void tell(UserAgentEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public Facts facts() {
        AudioActivity activity = engine.activity();
        boolean isDevice;
        synchronized (specs) {
            isDevice = specs.get(Use.MICROPHONE) instanceof AudioSpec.Device;
        }
        return new Facts(
                isDevice,
                activity.isSourceMuted(),
                microphoneMissing,
                activity.capturedFrames(),
                activity.spokenFrames(),
                activity.playedFrames(),
                activity.heardFrames());
    }

    @Override
    public boolean hasMicrophone() {
        synchronized (specs) {
            return canCapture || !(specs.get(Use.MICROPHONE) instanceof AudioSpec.Device);
        }
    }

    @Override
    public double level() {
        return engine.activity().level();
    }

    @Override
    public double heardLevel() {
        return engine.activity().playedLevel();
    }

    @Override
    public void listen(boolean on) {
        if (on && listeners(1) == 1) {
            engine.join(listening);
        } else if (!on && listeners(-1) == 0) {
            var _ = engine.leave(listening);
        }
    }

    private int listeners(int more) {
        return listening.count.addAndGet(more);
    }

    @Override
    public CompletionStage<Void> tone() {
        TestTone tone = new TestTone();
        engine.join(tone);
        return tone.done()
                // its trouble is told by an event
                .completeOnTimeout(null, LONGEST_TONE.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((_, _) -> {
                    var _ = engine.leave(tone);
                });
    }

    @Override
    public CompletionStage<Double> test() {
        SoundTest test = new SoundTest();
        engine.join(test);
        return test.done()
                .completeOnTimeout(0.0, LONGEST_TEST.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((_, _) -> {
                    var _ = engine.leave(test);
                });
    }

    @Override
    public void onEvent(Consumer<UserAgentEvent> listener) {
        listeners.add(listener);
    }

    /// Keeps the devices open and says nothing.
    private static final class Listening implements AudioSession {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void captured(short[] frame, long nanoTime) {}

        @Override
        public void playout(short[] frame, long nanoTime) {
            Arrays.fill(frame, (short) 0);
        }
    }

    /// On the audio threads: hands over.
    private final class Failures implements AudioEngine.Listener {
        @Override
        public void sourceFailed(AudioException reason) {
            microphoneMissing = true;
            tell(new AudioTrouble(SoundMatter.MICROPHONE, reason.getMessage()));
        }

        @Override
        public void sourceReplaced(AudioException reason) {
            microphoneMissing = false;
            tell(new AudioTrouble(SoundMatter.MICROPHONE, reason.getMessage() + INSTEAD));
        }

        @Override
        public void sourceRecovered() {
            microphoneMissing = false;
            tell(new AudioTrouble(SoundMatter.MICROPHONE, ""));
        }

        @Override
        public void sinkFailed(AudioException reason) {
            tell(new AudioTrouble(SoundMatter.LOUDSPEAKER, reason.getMessage()));
        }

        @Override
        public void sinkReplaced(AudioException reason) {
            tell(new AudioTrouble(SoundMatter.LOUDSPEAKER, reason.getMessage() + INSTEAD));
        }

        @Override
        public void sinkRecovered() {
            tell(new AudioTrouble(SoundMatter.LOUDSPEAKER, ""));
        }
    }
}
