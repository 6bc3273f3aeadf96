package org.earshot.softphone.media.audio;

import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.earshot.softphone.media.processing.VoiceProcessor;

/// Moves sound between one pair of devices and the sessions that joined: a capture thread and a playout thread, both at the
/// highest priority, that live while there is a session. With none, the devices are closed.
///
/// All methods may be called by any thread and return at once: they send messages to the two threads, which take them between
/// two frames. Devices are opened and closed by threads of their own: what works goes on until the next is open and has moved a frame. A
/// device that is missing or fails never ends a call: the system's own choice takes its place, or silence, and it is tried again, after 1 s,
/// then less and less often to 30 s; one that the system does not list any more when it is listed again.
public final class AudioEngine implements AutoCloseable {
    /// Hears of devices that fail. Called by the audio threads: pass it on and return.
    public interface Listener {
        /// The microphone can't be used; the others hear silence until it can.
        default void sourceFailed(AudioException reason) {}

        /// The microphone that was wanted can't be used; until it can, the system's own choice is.
        default void sourceReplaced(AudioException reason) {}

        /// The loudspeaker that was wanted can't be used; until it can, the system's own choice is.
        default void sinkReplaced(AudioException reason) {}

        /// The microphone works again.
        default void sourceRecovered() {}

        /// The loudspeaker can't be used; nothing is heard until it can.
        default void sinkFailed(AudioException reason) {}

        /// The loudspeaker works again.
        default void sinkRecovered() {}
    }

    /// @param overruns how often the open source lost samples
    /// @param underruns how often the open sink ran dry or lost a frame
    public record Statistics(long overruns, long underruns) {}

    private final AudioBackend backend;
    private final Controls controls;
    private final CaptureLoop capture;
    private final PlayoutLoop playout;

    public AudioEngine(AudioBackend backend, AudioSpec source, AudioSpec sink) {
        this(backend, source, sink, FrameClock.system(), new Listener() {});
    }

    /// @param clock paces the stand-ins and stamps the frames
    /// @param listener hears of devices that fail
    public AudioEngine(
            AudioBackend backend,
            AudioSpec source,
            AudioSpec sink,
            FrameClock clock,
            Listener listener) {
        this.backend = backend;
        controls = new Controls(listener);
        capture = new CaptureLoop(backend, source, clock, controls);
        playout = new PlayoutLoop(backend, sink, clock, controls);
    }

    /// Lets `session` hear and be heard from the next frame on. Opens the devices when it is the first.
    public void join(AudioSession session) {
        capture.post(() -> capture.add(session));
        playout.post(() -> playout.add(session));
    }

    /// Lets `session` be heard from the next frame on, and hear nothing: the microphone stays as it is. [#leave] ends it.
    public void play(AudioSession session) {
        playout.post(() -> playout.add(session));
    }

    /// Takes `session` out; closes the devices when it was the last.
    ///
    /// @return completes when neither thread will call the session any more: from then on its codecs may be closed
    public CompletableFuture<Void> leave(AudioSession session) {
        var left = new CompletableFuture<Void>();
        var threads = new AtomicInteger(2);
        Runnable done =
                () -> {
                    if (threads.decrementAndGet() == 0) {
                        left.completeAsync(() -> null);
                    }
                };
        capture.post(() -> {
            capture.remove(session);
            done.run();
        });
        playout.post(() -> {
            playout.remove(session);
            done.run();
        });
        return left;
    }

    /// Plays a file source from its start; to be called when a call is established, after [#join]. Before that a file gives
    /// silence. No effect on a microphone.
    public void restartSource() {
        capture.post(capture::restart);
    }

    /// Uses another microphone or file from now on, also in the middle of calls.
    public void source(AudioSpec source) {
        capture.post(() -> capture.use(source));
    }

    /// Uses another loudspeaker or file from now on, also in the middle of calls.
    public void sink(AudioSpec sink) {
        playout.post(() -> playout.use(sink));
    }

    /// Other devices are there than before: a device that was wanted and is back is used again. May take as long as it takes
    /// to list devices.
    public void devicesChanged() {
        Set<String> names =
                backend.devices().stream().map(AudioDevice::name).collect(Collectors.toSet());
        capture.post(() -> capture.devicesChanged(names));
        playout.post(() -> playout.devicesChanged(names));
    }

    /// What is heard and spoken.
    public AudioActivity activity() {
        return controls.activity;
    }

    /// Sends silence instead of what the source hears, to all sessions.
    public void mute(boolean muted) {
        controls.muted = muted;
    }

    /// Shows each frame to `tap`, in place of the tap before.
    public void tap(AudioTap tap) {
        controls.tap = tap;
    }

    /// Has what the source hears processed by `processor`, in place of the one before, which is closed; it gets what the sink
    /// plays as its reference, and is reset when a device changes. Without a call to this, samples stay as they are.
    public void process(VoiceProcessor processor) {
        capture.post(() -> {
            VoiceProcessor before = controls.processor;
            controls.processor = processor;
            before.close();
        });
    }

    /// By how much the processor makes the source quieter while the sink plays; see [VoiceProcessor#echoReducedDb].
    public OptionalDouble echoReducedDb() {
        return controls.processor.echoReducedDb();
    }

    public Statistics statistics() {
        return new Statistics(controls.overruns, controls.underruns);
    }

    /// Takes all sessions out and closes the devices and the processor, soon.
    @Override
    public void close() {
        capture.post(capture::removeAll);
        process(VoiceProcessor.NONE);
        playout.post(playout::removeAll);
    }

    /// What callers set and the loops read, and the other way round: one volatile field each, no lock.
    static final class Controls {
        private static final AudioTap NO_TAP =
                new AudioTap() {
                    @Override
                    public void captured(short[] frame, long nanoTime) {}

                    @Override
                    public void played(short[] frame, long nanoTime) {}
                };

        private final AudioActivity activity = new AudioActivity();
        private final Listener listener;
        private volatile boolean muted;
        private volatile AudioTap tap = NO_TAP;
        private volatile VoiceProcessor processor = VoiceProcessor.NONE;
        private volatile long sinkDelayNanos;
        private volatile long overruns;
        private volatile long underruns;

        private Controls(Listener listener) {
            this.listener = listener;
        }

        Listener listener() {
            return listener;
        }

        AudioActivity activity() {
            return activity;
        }

        boolean muted() {
            return muted;
        }

        AudioTap tap() {
            return tap;
        }

        VoiceProcessor processor() {
            return processor;
        }

        long sinkDelayNanos() {
            return sinkDelayNanos;
        }

        void sinkDelayNanos(long nanos) {
            sinkDelayNanos = nanos;
        }

        void overruns(long count) {
            overruns = count;
        }

        void underruns(long count) {
            underruns = count;
        }
    }
}
