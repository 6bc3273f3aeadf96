package org.earshot.softphone.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.audio.Conference;
import org.earshot.softphone.media.audio.PromptThread;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.dtls.DtlsLink;
import org.earshot.softphone.media.jitter.JitterSettings;
import org.earshot.softphone.media.jitter.JitterStatistics;
import org.earshot.softphone.media.noise.SilenceSuppression;
import org.earshot.softphone.media.rtp.ReceiverStatistics;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.earshot.softphone.media.srtp.SrtcpContext;
import org.earshot.softphone.media.srtp.SrtpContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session between start and close: the streams of the three threads, and the plans that they get. Confined to the user-agent
/// thread but for what says otherwise.
final class RunningSession implements AudioSession {

    private static final Logger log = LoggerFactory.getLogger(RunningSession.class);
    private static final short[] SILENCE = new short[AudioFrame.SAMPLES];

    private final MediaSession.Audio audio;
    private final Codecs codecs;
    private final PacketRing ring = new PacketRing();
    private final OutboundStream outbound;
    private final InboundStream inbound;
    private final PlayoutStream playout;
    private final RtcpExchange rtcp;
    private final ReceiveLoop receiveLoop;
    private final LocalSource local;
    private final long startNanos = System.nanoTime();
    private final RemoteAddress remoteRtp;
    private final MediaListener listener;
    private final RecentQuality recent = new RecentQuality(System.nanoTime());

    private volatile boolean early;
    private volatile boolean muted;
    private volatile boolean hushed;
    private volatile Optional<HoldMusic.Player> music = Optional.empty();
    private volatile Optional<Conference.Seat> seat = Optional.empty();
    private volatile Optional<SessionRecording> recording = Optional.empty();
    private volatile MediaParameters parameters; // written by one thread, read by any
    private volatile MediaPort port; // written by one thread, read by that of the handshake
    private volatile Optional<DtlsLink> dtls; // likewise, read by the receive thread
    private SendPlan sendPlan;
    private ReceivePlan receivePlan;
    private PlayoutPlan playoutPlan;

    RunningSession(
            MediaPort port,
            MediaSession.Audio audio,
            Codecs codecs,
            MediaListener listener,
            MediaTap tap,
            RandomGenerator random,
            MediaParameters parameters) {
        this.audio = audio;
        this.codecs = codecs;
        this.parameters = parameters;
        this.port = port;
        this.listener = listener;
        this.dtls = link(parameters);
        port.useIce(parameters);
        Codec codec = codec(parameters.codec().name());
        this.sendPlan =
                new SendPlan(
                        parameters,
                        codec.newEncoder(),
                        suppression(parameters.codec(), codec),
                        parameters.outboundKeys().map(SrtpContext::new),
                        port);
        this.receivePlan =
                new ReceivePlan(
                        parameters,
                        parameters.inboundKeys().map(ReceivePlan.Inbound::new),
                        parameters.outboundKeys().map(SrtcpContext::new),
                        dtls);
        this.playoutPlan =
                new PlayoutPlan(
                        parameters,
                        new DecoderChoice(this::codec)
                                .of(parameters.codec(), Optional.empty(), Map.of()));

        this.local = new LocalSource(random);
        this.remoteRtp = new RemoteAddress(parameters.remoteRtp());
        RemoteAddress remoteRtcp = new RemoteAddress(parameters.remoteRtcp());
        this.rtcp = new RtcpExchange(local, System.nanoTime());
        this.outbound = new OutboundStream(local, remoteRtp, tap, random, System::nanoTime);
        this.inbound =
                new InboundStream(receivePlan, local, remoteRtp, remoteRtcp, ring, rtcp, listener);
        this.playout = new PlayoutStream(ring, tap, listener);
        this.receiveLoop =
                new ReceiveLoop(
                        port,
                        receivePlan,
                        inbound,
                        rtcp,
                        remoteRtp,
                        remoteRtcp,
                        outbound,
                        this::metrics,
                        new Ways(),
                        random);
    }

    /// @param isEarly whether the call was not answered yet
    void start(boolean isEarly) {
        early = isEarly;
        outbound.follow(sendPlan);
        playout.follow(playoutPlan);
        Thread.ofPlatform()
                .daemon()
                .name("media-receive")
                .start(() -> {
                    PromptThread.begin();
                    receiveLoop.run();
                });
        audio.join(this);
        startDtls();
    }

    /// A handshake has a time limit: it begins when there is a way for it, and the call was answered, since a phone that rings may
    /// not begin it before that. User-agent thread, or the receive thread.
    private void startDtls() {
        if (parameters.ice().isEmpty() || port.way().isPresent()) {
            dtls.ifPresent(early ? DtlsLink::listen : DtlsLink::start);
        }
    }

    /// Receive thread.
    private final class Ways implements IceWay.Listener {
        @Override
        public void onWay() {
            startDtls();
        }

        @Override
        public void onWayLost() {
            listener.onWayLost();
        }

        @Override
        public void onNoWay() {
            listener.onNoWay();
        }
    }

    private Optional<DtlsLink> link(MediaParameters wanted) {
        return wanted.dtls().map(choice -> new DtlsLink(choice, this::sendDtls, listener));
    }

    /// The link's thread.
    private void sendDtls(byte[] bytes, int offset, int length) {
        try {
            port.send(ByteBuffer.wrap(bytes, offset, length), remoteRtp.current());
        } catch (IOException e) {
            log.debug("a datagram of DTLS was not sent: {}", e.getMessage());
        }
    }

    /// The call was answered.
    void answered() {
        early = false;
        startDtls();
    }

    /// The receive thread closes the port that was before.
    void moveTo(MediaPort next) {
        port = next;
        update(parameters);
    }

    void update(MediaParameters next) {
        boolean sameCodec = next.codec().name() == parameters.codec().name();
        boolean sameChoice = next.codec().equals(parameters.codec());
        boolean sameOutbound = next.outboundKeys().equals(parameters.outboundKeys());
        boolean sameInbound = next.inboundKeys().equals(parameters.inboundKeys());
        // one that failed while the other phone rang is no word against that phone
        boolean sameDtls =
                next.dtls().equals(parameters.dtls()) && dtls.filter(DtlsLink::hasFailed).isEmpty();
        if (!sameDtls) {
            dtls.ifPresent(DtlsLink::close);
            dtls = link(next);
        }
        Codec codec = codec(next.codec().name());
        sendPlan =
                new SendPlan(
                        next,
                        sameCodec ? sendPlan.encoder() : codec.newEncoder(),
                        sameChoice ? sendPlan.suppression() : suppression(next.codec(), codec),
                        sameOutbound ? sendPlan.srtp() : next.outboundKeys().map(SrtpContext::new),
                        port);
        receivePlan =
                new ReceivePlan(
                        next,
                        sameInbound
                                ? receivePlan.inbound()
                                : next.inboundKeys().map(ReceivePlan.Inbound::new),
                        sameOutbound
                                ? receivePlan.reports()
                                : next.outboundKeys().map(SrtcpContext::new),
                        dtls);
        playoutPlan =
                new PlayoutPlan(
                        next,
                        new DecoderChoice(this::codec)
                                .of(
                                        next.codec(),
                                        Optional.of(parameters.codec()),
                                        playoutPlan.decoders()));
        parameters = next;
        port.useIce(next);
        // inbound first: the peer may answer with the new keys at once
        receiveLoop.follow(receivePlan, port);
        playout.follow(playoutPlan);
        outbound.follow(sendPlan);
        startDtls();
    }

    void mute(boolean on) {
        muted = on;
    }

    void hush(boolean on, Optional<HoldMusic> instead) {
        music = on ? instead.map(HoldMusic::play) : Optional.empty();
        hushed = on;
        outbound.mute(on && music.isEmpty());
    }

    void record(Optional<SessionRecording> next) {
        recording.ifPresent(SessionRecording::close);
        recording = next;
    }

    void sit(Optional<Conference.Seat> place) {
        seat.ifPresent(Conference.Seat::close);
        seat = place;
    }

    Optional<Way> way() {
        return port.way();
    }

    void press(String digits) {
        outbound.press(digits);
    }

    /// Before the answer nobody knows who listens, and that they do: packets keep the way open, and no room is heard.
    private boolean isSilenced() {
        return early || muted || hushed;
    }

    /// Capture thread.
    @Override
    public void captured(short[] frame, long nanoTime) {
        Optional<HoldMusic.Player> playing = music;
        short[] spoken =
                playing.isPresent() ? playing.get().next() : isSilenced() ? SILENCE : frame;
        Optional<Conference.Seat> place = seat;
        if (place.isPresent() && !hushed) {
            spoken = place.get().hears(spoken, nanoTime);
        }
        Optional<SessionRecording> now = recording;
        outbound.captured(now.isPresent() ? now.get().spoken(spoken) : spoken, nanoTime);
    }

    /// Playout thread.
    @Override
    public void playout(short[] frame, long nanoTime) {
        playout.playout(frame, nanoTime);
        Optional<Conference.Seat> place = seat;
        if (place.isPresent()) {
            place.get().said(frame);
        }
        Optional<SessionRecording> now = recording;
        if (now.isPresent()) {
            now.get().heard(frame);
        }
    }

    /// Receive thread.
    private VoipMetrics metrics(ReceiverStatistics source) {
        InboundStream.Received received = inbound.received();
        return Quality.metrics(
                source.ssrc(),
                received.expected(), // what came late did so in the whole call
                parameters.codec(),
                received.codec(),
                rtcp.told(),
                playout.statistics(),
                JitterSettings.DEFAULT);
    }

    /// Any thread.
    MediaStatistics statistics() {
        InboundStream.Received received = inbound.received();
        RtcpExchange.Told told = rtcp.told();
        JitterStatistics jitter = playout.statistics();
        long now = System.nanoTime();
        OptionalLong silence =
                received.lastNanos().isPresent()
                        ? OptionalLong.of((now - received.lastNanos().getAsLong()) / 1_000_000)
                        : OptionalLong.empty();
        MediaParameters agreed = parameters;
        return Quality.statistics(
                agreed.codec(),
                recent.at(now, received.packets(), jitter, agreed.direction().receives()),
                outbound.counts().packets(),
                received,
                told,
                jitter,
                ring.dropped(),
                inbound.refused(),
                silence);
    }

    /// Whether anything of the other side has come that was taken. Any thread.
    boolean isHeard() {
        return inbound.received().packets() > 0;
    }

    /// Since the start. Any thread.
    SessionQuality quality() {
        InboundStream.Received received = inbound.received();
        RtcpExchange.Told told = rtcp.told();
        MediaParameters agreed = parameters;
        return new SessionQuality(
                Duration.ofNanos(System.nanoTime() - startNanos),
                agreed,
                local.ssrc(),
                Quality.metrics(
                        received.ssrc(),
                        received.expected(),
                        agreed.codec(),
                        received.codec(),
                        told,
                        playout.statistics(),
                        JitterSettings.DEFAULT),
                received.jitterMs(),
                told.metrics());
    }

    void close() {
        sit(Optional.empty());
        record(Optional.empty());
        dtls.ifPresent(DtlsLink::close);
        receiveLoop.close();
        var _ =
                audio.leave(this)
                        .whenComplete((_, _) -> {
                            outbound.close();
                            playout.close();
                        });
    }

    private static Optional<SilenceSuppression> suppression(CodecChoice choice, Codec codec) {
        return choice.comfortNoise() ? codec.newSilenceSuppression() : Optional.empty();
    }

    private Codec codec(CodecName name) {
        return switch (name) {
            case OPUS -> codecs.opus();
            case G722 -> codecs.g722();
            case PCMU -> codecs.pcmu();
            case PCMA -> codecs.pcma();
        };
    }
}
