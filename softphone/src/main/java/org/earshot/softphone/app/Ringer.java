package org.earshot.softphone.app;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.earshot.softphone.media.audio.AudioBackend;
import org.earshot.softphone.media.audio.AudioException;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.audio.AudioSink;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.audio.SignalTone;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rings while a call comes in, on a device of its own: one second of two tones, two seconds of silence. Who talks already hears
/// a low tone within the call instead. Gets events on the user-agent thread; plays on a thread of its own.
final class Ringer implements Consumer<UserAgentEvent> {
    private static final Logger log = LoggerFactory.getLogger(Ringer.class);
    private static final int CYCLE_FRAMES = 300;
    private static final int LOUD_FRAMES = 100;
    private static final double LOUDNESS = 6_000;

    private final AudioBackend backend;
    private final Supplier<AudioSpec> device;
    private final Consumer<AudioSession> join;
    private final Consumer<AudioSession> leave;
    private final BooleanSupplier elsewhere;
    private final Set<Id> ringing = new HashSet<>(); // the user-agent thread's
    private final Set<Id> talking = new HashSet<>(); // likewise
    private Optional<SignalTone> waiting = Optional.empty(); // likewise

    /// Set until the thread that plays shall end; the user-agent thread's, each thread has one of its own.
    private AtomicBoolean on = new AtomicBoolean();

    /// @param device what rings
    /// @param join lets something be heard among the calls
    /// @param leave ends that
    /// @param elsewhere whether the user talks on another account
    Ringer(
            AudioBackend backend,
            Supplier<AudioSpec> device,
            Consumer<AudioSession> join,
            Consumer<AudioSession> leave,
            BooleanSupplier elsewhere) {
        this.backend = backend;
        this.device = device;
        this.join = join;
        this.leave = leave;
        this.elsewhere = elsewhere;
    }

    @Override
    public void accept(UserAgentEvent event) {
        switch (event) {
            case UserAgentEvent.IncomingCall call -> ringing.add(call.call());
            case UserAgentEvent.CallChanged call -> changed(call);
            default -> {
                return;
            }
        }
        boolean quietly = !talking.isEmpty() || elsewhere.getAsBoolean();
        ringLoud(!ringing.isEmpty() && !quietly);
        ringInCall(!ringing.isEmpty() && quietly);
    }

    private void changed(UserAgentEvent.CallChanged call) {
        switch (call.state()) {
            case CALLING, RINGING -> {
                return;
            }
            case ESTABLISHED, HELD -> talking.add(call.call());
            case ENDED -> talking.remove(call.call());
        }
        ringing.remove(call.call());
    }

    private void ringLoud(boolean wanted) {
        if (!wanted) {
            on.set(false);
        } else if (!on.get()) {
            AtomicBoolean mine = new AtomicBoolean(true);
            on = mine;
            Thread.ofPlatform().daemon().name("ringer").start(() -> ring(mine));
        }
    }

    private void ringInCall(boolean wanted) {
        if (wanted && waiting.isEmpty()) {
            waiting = Optional.of(SignalTone.callWaiting());
            join.accept(waiting.get());
        } else if (!wanted) {
            waiting.ifPresent(leave);
            waiting = Optional.empty();
        }
    }

    /// On the wanted device; where that can't be used, or is pulled while it rings, on the system's.
    private void ring(AtomicBoolean mine) {
        AudioSpec wanted = device.get();
        try {
            ring(wanted, mine);
            return;
        } catch (AudioException e) {
            log.warn("{}; the system's device rings instead", e.getMessage());
        }
        try {
            ring(new AudioSpec.Device(Optional.empty()), mine);
        } catch (AudioException e) {
            log.warn("can't ring: {}", e.getMessage());
        }
    }

    private void ring(AudioSpec spec, AtomicBoolean mine) throws AudioException {
        try (AudioSink sink = backend.openSink(spec)) {
            short[] frame = new short[AudioFrame.SAMPLES];
            for (int number = 0; mine.get(); number++) {
                fill(frame, number % CYCLE_FRAMES);
                sink.write(frame);
            }
        }
    }

    private static void fill(short[] frame, int number) {
        for (int i = 0; i < frame.length; i++) {
            double seconds = (number * frame.length + i) / (double) AudioFrame.SAMPLE_RATE;
            double wave =
                    Math.sin(2 * Math.PI * 440 * seconds) + Math.sin(2 * Math.PI * 554 * seconds);
            frame[i] = number < LOUD_FRAMES ? (short) (LOUDNESS * wave) : 0;
        }
    }
}
