package org.earshot.softphone.media;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.earshot.softphone.media.audio.AudioEngine;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.audio.CallRecorder;
import org.earshot.softphone.media.audio.Conference;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.rtp.DigitSender;

/// The audio of one call: RTP both ways over a [MediaPort], encrypted when the parameters hold keys.
///
/// Methods are for the user-agent thread, where they don't say otherwise, and return at once. Audio enters and leaves
/// through the audio engine's two threads; a receive thread of the session's own takes what the network brings.
public final class MediaSession implements AutoCloseable {

    private final Audio audio;
    private final Codecs codecs;
    private final MediaListener listener;
    private final MediaTap tap;
    private final SecureRandom random = new SecureRandom();
    private MediaPort port; // the one to start with

    private volatile State state = new Waiting();

    private sealed interface State {}

    private record Waiting() implements State {}

    private record Running(RunningSession session) implements State {}

    private record Closed(MediaStatistics last) implements State {}

    /// What a session needs of the audio engine.
    interface Audio {
        /// Begins to call the session.
        void join(AudioSession session);

        /// Ends that; completes when the session will not be called any more.
        CompletableFuture<Void> leave(AudioSession session);
    }

    /// A session that waits for [#start].
    ///
    /// @param port     where it begins; closed with the session
    /// @param engine   which it joins when started and leaves when closed
    /// @param listener called on the session's receive thread
    /// @param tap      called on the audio threads
    public MediaSession(
            MediaPort port,
            AudioEngine engine,
            Codecs codecs,
            MediaListener listener,
            MediaTap tap) {
        this(
                port,
                new Audio() {
                    @Override
                    public void join(AudioSession session) {
                        engine.join(session);
                    }

                    @Override
                    public CompletableFuture<Void> leave(AudioSession session) {
                        return engine.leave(session);
                    }
                },
                codecs,
                listener,
                tap);
    }

    MediaSession(MediaPort port, Audio audio, Codecs codecs, MediaListener listener, MediaTap tap) {
        this.port = port;
        this.audio = audio;
        this.codecs = codecs;
        this.listener = listener;
        this.tap = tap;
    }

    /// Begins to receive and to send, as the direction says.
    ///
    /// @throws IllegalStateException when started before or closed
    public void start(MediaParameters parameters) {
        start(parameters, false);
    }

    /// The same in a call that was not answered yet: a handshake for keys is not begun, but taken part in, and the microphone is not
    /// heard, until [#answered].
    ///
    /// @throws IllegalStateException when started before or closed
    public void startEarly(MediaParameters parameters) {
        start(parameters, true);
    }

    private void start(MediaParameters parameters, boolean early) {
        if (!(state instanceof Waiting)) {
            throw new IllegalStateException("started before, or closed");
        }
        RunningSession session =
                new RunningSession(port, audio, codecs, listener, tap, random, parameters);
        state = new Running(session);
        session.start(early);
    }

    /// The call that began early was answered.
    ///
    /// @throws IllegalStateException when not started or closed
    public void answered() {
        running().answered();
    }

    /// Takes what a later offer and answer agreed upon. Equal keys go on counting; with others, the old inbound keys stay
    /// valid for two seconds, for packets on their way.
    ///
    /// @throws IllegalStateException when not started or closed
    public void update(MediaParameters parameters) {
        running().update(parameters);
    }

    /// Goes on at other ports, as after a change of the network: sends from there from the next packet on, and receives
    /// there alone. Keys, codecs and counts stay; where packets go stays too.
    ///
    /// @param next closed with the session, or at once where that has ended; the port until now is closed
    public void moveTo(MediaPort next) {
        switch (state) {
            case Waiting _ -> {
                port.close();
                port = next;
            }
            case Running(RunningSession session) -> session.moveTo(next);
            case Closed _ -> next.close();
        }
    }

    /// Sends silence instead of the microphone, or the microphone again.
    ///
    /// @throws IllegalStateException when not started or closed
    public void setMuted(boolean muted) {
        running().mute(muted);
    }

    /// Lets the other side hear nothing of us, as on hold, or what there is again.
    ///
    /// @param music that it hears meanwhile, from the start; empty: silence
    /// @throws IllegalStateException when not started or closed
    public void setHushed(boolean hushed, Optional<HoldMusic> music) {
        running().hush(hushed, music);
    }

    /// Has a recorder get both sides from now on; the one before is closed. Any thread; does nothing but close the recorder where there is
    /// no call any more.
    ///
    /// @param recorder empty: nothing is recorded any more
    /// @param tone whether everybody hears that the call is recorded
    public void record(Optional<CallRecorder> recorder, boolean tone) {
        if (state instanceof Running(RunningSession session)) {
            session.record(recorder.map(found -> new SessionRecording(found, tone)));
        } else {
            recorder.ifPresent(CallRecorder::close);
        }
    }

    /// Takes part in a conference from now on; empty: not any more. The seat before is left.
    ///
    /// @throws IllegalStateException when not started or closed
    public void sit(Optional<Conference.Seat> seat) {
        running().sit(seat);
    }

    /// Sends digits one after the other, 100 ms each, in place of audio: as telephone-events (RFC 4733), or as tones (ITU-T Q.23) where
    /// the peer takes none. While nothing is sent, as on hold, they wait.
    ///
    /// @param digits of `0`–`9`, `*`, `#`, `A`–`D`
    /// @throws IllegalArgumentException for any other character; then none is sent
    /// @throws IllegalStateException    when not started or closed
    public void sendDigits(String digits) {
        DigitSender.check(digits);
        running().press(digits);
    }

    /// How it is doing; after [#close] how it was in the end. Any thread.
    public MediaStatistics statistics() {
        return switch (state) {
            case Waiting _ -> MediaStatistics.NONE;
            case Running(RunningSession session) -> session.statistics();
            case Closed(MediaStatistics last) -> last;
        };
    }

    /// Whether the other side has been heard. Any thread; allocates nothing.
    public boolean isHeard() {
        return state instanceof Running running && running.session().isHeard();
    }

    /// How it was heard since its start; empty before that, and after [#close]. Any thread.
    public Optional<SessionQuality> quality() {
        return state instanceof Running(RunningSession session)
                ? Optional.of(session.quality())
                : Optional.empty();
    }

    /// Which way packets go; empty while it is looked for, and without ICE. Any thread.
    public Optional<Way> way() {
        return state instanceof Running(RunningSession session) ? session.way() : Optional.empty();
    }

    /// Says goodbye (RTCP BYE), ends the receive thread, frees the ports and forgets the keys, all soon. Does no harm twice.
    @Override
    public void close() {
        switch (state) {
            case Waiting _ -> {
                state = new Closed(MediaStatistics.NONE);
                port.close();
            }
            case Running(RunningSession session) -> {
                state = new Closed(session.statistics());
                session.close();
            }
            case Closed _ -> {
                // nothing is left
            }
        }
    }

    private RunningSession running() {
        return Optional.of(state)
                .filter(Running.class::isInstance)
                .map(running -> ((Running) running).session())
                .orElseThrow(() -> new IllegalStateException("not started, or closed"));
    }
}
