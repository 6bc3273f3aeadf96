package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.MediaParameters;
import org.earshot.softphone.media.MediaStatistics;
import org.earshot.softphone.media.SessionQuality;
import org.earshot.softphone.media.audio.Conference;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.ice.IceServer;
import org.earshot.softphone.sdp.LocalMedia;
import org.earshot.softphone.ua.UserAgentEvent.DigitWay;

/// The audio of a call as the call sees it: reports once a second, and notices when nothing is heard at all.
/// Confined to the user-agent thread.
final class CallAudio {
    private static final Duration TICK = Duration.ofSeconds(1);

    /// What the call hears, on the user-agent thread.
    interface Listener {
        /// A report, what is wrong with the sound, a key of the other side, or a recording.
        void tell(UserAgentEvent event);

        /// The phones have agreed upon keys.
        void onKeys();

        /// Nothing comes by the way that was found: another one has to be agreed.
        void onWayLost();

        /// It can't go on.
        void onFailed(String reason);
    }

    private final Id id;
    private final UserAgentThread thread;
    private final FlowWatch flow;
    private final int packetMillis;
    private final CallMedia media;
    private final String cname;
    private LocalMedia local;
    private Optional<Listener> listener = Optional.empty();
    private final List<Runnable> waiting = new ArrayList<>();
    private Optional<MediaParameters> applied = Optional.empty();
    private final Optional<DtlsIdentity> certificate;
    private Optional<Secret> secret = Optional.empty();
    private Timers.Cancellable tick = () -> {};
    private final SilenceWatch silence = new SilenceWatch();
    private final Sound sound;
    private boolean muted;
    private boolean holding;
    private boolean early;
    private boolean closed;
    private Optional<Path> recorded = Optional.empty();

    /// What a handshake came to; good as long as its parameters stay.
    private record Secret(DtlsParameters of, DtlsKeys keys) {}

    /// Takes ports for a call.
    ///
    /// @param ice who helps to find ways through routers; empty: without ICE
    /// @throws IOException if there are none
    CallAudio(
            Id id,
            UserAgentThread thread,
            PhoneSettings settings,
            MediaFactory factory,
            InetAddress address,
            Optional<List<IceServer>> ice,
            String cname)
            throws IOException {
        this.id = id;
        this.thread = thread;
        flow = new FlowWatch(settings.silenceLimit(), settings.quietLimit());
        packetMillis = settings.packetMillis();
        certificate = settings.certificate();
        sound = factory.sound();
        media = factory.open(address, ice, new FromMedia());
        this.cname = cname;
        local = local(address);
    }

    private LocalMedia local(InetAddress address) {
        return new LocalMedia(
                address,
                media.rtpPort(),
                media.rtcpPort(),
                cname,
                packetMillis,
                certificate,
                media.candidates());
    }

    /// Does something when our addresses are known, so at once, or in a second at most.
    void whenReady(Runnable todo) {
        waiting.add(todo);
        onGathered(); // perhaps we have not heard of it yet
    }

    /// Whether our addresses are known.
    boolean isReady() {
        return media.isGathered();
    }

    private void onGathered() {
        if (!closed && media.isGathered()) { // else it looks for more by now
            local = local.withCandidates(media.candidates());
            List<Runnable> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(Runnable::run);
        }
    }

    private final class FromMedia implements MediaFactory.Listener {
        @Override
        public void digit(char digit) {
            thread.execute(() ->
                    listener.ifPresent(l -> l.tell(new UserAgentEvent.DigitReceived(id, digit))));
        }

        @Override
        public void keys(DtlsParameters parameters, DtlsKeys keys) {
            thread.execute(() -> onKeys(new Secret(parameters, keys)));
        }

        @Override
        public void noKeys(DtlsParameters parameters, String reason) {
            thread.execute(() -> {
                if (isAgreed(parameters) && !early) {
                    listener.ifPresent(l -> l.onFailed(reason));
                }
            });
        }

        @Override
        public void gathered() {
            thread.execute(CallAudio.this::onGathered);
        }

        @Override
        public void wayLost() {
            thread.execute(() -> listener.ifPresent(Listener::onWayLost));
        }

        @Override
        public void noWay() {
            thread.execute(() -> {
                if (!early) {
                    listener.ifPresent(l -> l.onFailed(Failure.NO_WAY.words()));
                }
            });
        }

        @Override
        public void recording(Path file, boolean on, String reason) {
            thread.execute(() -> {
                recorded = on ? Optional.of(file) : Optional.empty();
                tell(file, on, reason);
            });
        }

        @Override
        public void failed(String reason) {
            thread.execute(() -> listener.ifPresent(l -> l.onFailed(reason)));
        }
    }

    private boolean isAgreed(DtlsParameters parameters) {
        return applied.flatMap(MediaParameters::dtls).equals(Optional.of(parameters));
    }

    private void onKeys(Secret agreed) {
        if (!closed && isAgreed(agreed.of())) {
            secret = Optional.of(agreed);
            put(applied.orElseThrow());
            listener.ifPresent(Listener::onKeys);
        }
    }

    /// Whether the phones still agree upon keys: nothing is heard before.
    boolean awaitsKeys() {
        return applied.filter(MediaParameters::awaitsKeys).isPresent();
    }

    /// What the phones have agreed upon; empty without DTLS, and before.
    Optional<DtlsKeys> keys() {
        return secret.filter(s -> isAgreed(s.of())).map(Secret::keys);
    }

    void attach(Listener call) {
        listener = Optional.of(call);
    }

    LocalMedia local() {
        return local;
    }

    /// Goes on at an address of ours; the other side has to hear of it then.
    ///
    /// @param ice who helps to find ways through routers; empty: without ICE
    /// @throws IOException if there are no ports: it stays where it is
    void moveTo(InetAddress address, Optional<List<IceServer>> ice) throws IOException {
        if (!address.equals(local.address())) {
            media.moveTo(address, ice);
            local = local(address);
        }
    }

    /// The way was lost: asks once more where we may be reached, which is known when it is ready.
    ///
    /// @param ice who helps to find ways through routers; empty: without ICE
    void lookAgain(Optional<List<IceServer>> ice) {
        ice.ifPresent(media::lookAgain);
    }

    /// Starts before the call was answered. What fails then is not the end of it: the other phone may begin to agree upon keys, or
    /// to look for a way, when it is answered.
    void applyEarly(MediaParameters agreed) {
        if (!closed && applied.isEmpty()) {
            early = true;
            applied = Optional.of(agreed);
            media.applyEarly(agreed);
        }
    }

    /// It rings at the one whom we call; that ends with [#apply] and [#close].
    void ringBack() {
        if (!closed) {
            media.ringBack(true);
        }
    }

    /// The call has failed, and is closed next: our user is to hear that.
    void endTone(EndTone why) {
        if (!closed) {
            media.endTone(why);
        }
    }

    /// Starts, or changes to what was agreed now.
    void apply(MediaParameters agreed) {
        media.ringBack(false);
        if (early && !closed) {
            early = false;
            applied = Optional.empty(); // what failed begins anew, although the same was agreed
            put(agreed);
            media.answered();
        } else {
            put(agreed);
        }
    }

    private void put(MediaParameters agreed) {
        MediaParameters parameters =
                secret.filter(s -> agreed.dtls().equals(Optional.of(s.of())))
                        .map(Secret::keys)
                        .map(keys -> agreed.withKeys(keys.outbound(), keys.inbound()))
                        .orElse(agreed);
        if (!closed && !applied.equals(Optional.of(parameters))) {
            applied = Optional.of(parameters);
            media.apply(parameters);
        }
    }

    /// The user's wish, for all calls.
    void mute(boolean on) {
        muted = on;
        media.mute(on);
    }

    /// Whoever is on hold does not hear the room: `sendonly` is for music, not for the microphone.
    void hold(boolean on) {
        holding = on;
        media.hush(on);
    }

    /// Records to a new file from now on.
    ///
    /// @throws IllegalStateException with a sentence for the user, if it is recorded already
    void record(Path file) {
        if (recorded.isPresent()) {
            throw new IllegalStateException("this call is being recorded to " + recorded.get());
        }
        media.record(file);
    }

    void stopRecording() {
        recorded.ifPresent(file -> {
            media.stopRecording();
            recorded = Optional.empty();
            tell(file, false, "");
        });
    }

    private void tell(Path file, boolean on, String reason) {
        listener.ifPresent(l -> l.tell(new UserAgentEvent.RecordingChanged(id, file, on, reason)));
    }

    /// The other side hears those in a conference too, and they hear it; empty: not any more.
    void sit(Optional<Conference.Seat> seat) {
        media.sit(seat);
    }

    void sendDigits(String digits) {
        media.sendDigits(digits);
        boolean events = applied.flatMap(MediaParameters::telephoneEvent).isPresent();
        DigitWay way = events ? DigitWay.TELEPHONE_EVENT : DigitWay.TONES;
        listener.ifPresent(l -> l.tell(new UserAgentEvent.DigitsSent(id, digits.length(), way)));
    }

    /// Begins to report.
    void watch() {
        tick.cancel();
        tick = thread.after(TICK, this::onTick);
    }

    private void onTick() {
        if (closed) {
            return;
        }
        watch();
        MediaStatistics now = media.statistics();
        SilenceWatch.Expected expected = expected();
        FlowWatch.Flow seen = flow.look(expected == SilenceWatch.Expected.AUDIO, now);
        listener.ifPresent(l -> {
            l.tell(report(now));
            silence.look(
                    expected,
                    seen,
                    sound.hasMicrophone(),
                    sound.facts(),
                    muted || holding,
                    l::tell);
        });
        seen.end().ifPresent(reason -> listener.ifPresent(l -> l.onFailed(reason)));
    }

    private SilenceWatch.Expected expected() {
        if (applied.isEmpty()) {
            return SilenceWatch.Expected.NOTHING;
        }
        Direction direction = applied.get().direction();
        if (direction.receives()) {
            return SilenceWatch.Expected.AUDIO;
        }
        return direction == Direction.SEND_ONLY && !holding
                ? SilenceWatch.Expected.LISTENER
                : SilenceWatch.Expected.NOTHING;
    }

    private UserAgentEvent.MediaReport report(MediaStatistics now) {
        return new UserAgentEvent.MediaReport(
                id,
                now.rttMs().orElse(0),
                now.lossPercent(),
                now.jitterMs(),
                now.playoutDelayMs(),
                now.concealedMs(),
                now.latePackets(),
                now.waitingPackets(),
                now.stretchedMs(),
                now.mos(),
                now.packetsSent(),
                now.packetsReceived(),
                now.packetsLost(),
                media.echoReducedDb(),
                media.way().map(way -> way.name().toLowerCase(Locale.ROOT)).orElse(""));
    }

    /// How it was until now.
    Optional<SessionQuality> quality() {
        return media.quality();
    }

    void close() {
        stopRecording();
        closed = true;
        tick.cancel();
        listener.ifPresent(l -> silence.end(l::tell));
        listener = Optional.empty();
        media.close();
    }
}
