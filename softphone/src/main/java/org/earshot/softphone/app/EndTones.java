package org.earshot.softphone.app;

import java.util.Optional;
import java.util.function.Consumer;
import org.earshot.softphone.media.audio.AudioEngine;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.audio.SignalTone;
import org.earshot.softphone.ua.EndTone;

/// Lets the user hear, on the loudspeaker of calls, that a call of his has failed: for some seconds, or until he goes on to another call.
/// Confined to the user-agent thread.
final class EndTones {
    private final Consumer<AudioSession> join;
    private final Consumer<AudioSession> leave;
    private Optional<SignalTone> playing = Optional.empty();

    /// @param join lets something be heard among the calls
    /// @param leave ends that, also where it has ended; any thread
    EndTones(Consumer<AudioSession> join, Consumer<AudioSession> leave) {
        this.join = join;
        this.leave = leave;
    }

    /// Among the calls of an engine.
    static EndTones of(AudioEngine engine) {
        return new EndTones(
                engine::play,
                tone -> {
                    var _ = engine.leave(tone);
                });
    }

    void play(EndTone why) {
        stop();
        SignalTone tone =
                switch (why) {
                    case BUSY -> SignalTone.busy();
                    case UNOBTAINABLE -> SignalTone.specialInformation();
                    case CONGESTION -> SignalTone.congestion();
                };
        playing = Optional.of(tone);
        join.accept(tone);
        var _ = tone.over().thenRun(() -> leave.accept(tone));
    }

    void stop() {
        playing.ifPresent(leave);
        playing = Optional.empty();
    }
}
