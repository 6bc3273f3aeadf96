package org.earshot.softphone.ua;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A headset, the loudspeaker of a desk, and what was chosen of them.
public final class NotingSound implements Sound {
    private final Set<Processing> processing = EnumSet.allOf(Processing.class);
    private final Map<Use, Optional<String>> chosen = new EnumMap<>(Use.class);
    private final AtomicInteger tones = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile double loudest = 0.5;
    private volatile boolean muted;
    private volatile boolean noMicrophone;

    /// How often the two notes were played.
    public int tones() {
        return tones.get();
    }

    /// Whether somebody listens to the microphone.
    public boolean isOpen() {
        return open.get() > 0;
    }

    /// What the next test hears.
    public void hear(double loudness, boolean isMuted, boolean hasMicrophone) {
        loudest = loudness;
        muted = isMuted;
        noMicrophone = !hasMicrophone;
    }

    @Override
    public List<Device> devices() {
        return List.of(
                new Device("usb-headset", "USB headset", true, true),
                new Device("desk", "Built-in audio", false, true));
    }

    @Override
    public Optional<String> chosen(Use use) {
        return chosen.getOrDefault(use, Optional.empty());
    }

    @Override
    public void choose(Use use, Optional<String> name) {
        chosen.put(use, name);
    }

    @Override
    public Set<Processing> processing() {
        return Set.copyOf(processing);
    }

    @Override
    public void process(Processing what, boolean on) {
        if (on) {
            processing.add(what);
        } else {
            processing.remove(what);
        }
    }

    @Override
    public Facts facts() {
        return new Facts(true, muted, false, 0, 0, 0, 0);
    }

    @Override
    public double heardLevel() {
        return 0.1;
    }

    @Override
    public double level() {
        return 0.25;
    }

    @Override
    public void listen(boolean on) {
        open.addAndGet(on ? 1 : -1);
    }

    @Override
    public boolean hasMicrophone() {
        return !noMicrophone;
    }

    @Override
    public CompletionStage<Void> tone() {
        tones.incrementAndGet();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Double> test() {
        return CompletableFuture.completedFuture(loudest);
    }

    @Override
    public void onEvent(Consumer<UserAgentEvent> listener) {}
}
