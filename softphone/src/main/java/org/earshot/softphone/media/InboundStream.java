package org.earshot.softphone.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.earshot.softphone.media.ReceivePlan.Inbound;
import org.earshot.softphone.media.dtls.DtlsLink;
import org.earshot.softphone.media.rtp.DigitReceiver;
import org.earshot.softphone.media.rtp.ReceiverStatistics;
import org.earshot.softphone.media.rtp.RedundantPayload;
import org.earshot.softphone.media.rtp.RtcpPacket;
import org.earshot.softphone.media.rtp.RtcpParser;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.rtp.SequenceNumber;
import org.earshot.softphone.media.rtp.TelephoneEvent;
import org.earshot.softphone.media.srtp.Unprotected;
import org.earshot.softphone.media.srtp.Unprotected.Accepted;
import org.earshot.softphone.media.srtp.Unprotected.Reason;
import org.earshot.softphone.media.srtp.Unprotected.Refused;

/// From the wire to the playout thread's ring: what arrives is unprotected, checked, counted and told apart. Confined to the
/// receive thread but for what says otherwise. A packet of sound makes no object, but for what JCE makes of it.
final class InboundStream {

    private static final long OLD_KEYS_NANOS = 2_000_000_000L;

    private final LocalSource local;
    private final RemoteAddress remoteRtp;
    private final RemoteAddress remoteRtcp;
    private final PacketRing ring;
    private final RtcpExchange rtcp;
    private final MediaListener listener;
    private final Map<Reason, LongAdder> refused =
            Arrays.stream(Reason.values())
                    .collect(Collectors.toUnmodifiableMap(reason -> reason, _ -> new LongAdder()));
    private final SourceChoice sources = new SourceChoice();
    private final DigitReceiver digits = new DigitReceiver();
    private final RedundantPayload blocks = new RedundantPayload();

    private boolean checked; // of the packet at hand
    private ReceivePlan plan;
    private Optional<Inbound> oldKeys = Optional.empty();
    private long oldKeysUntil;
    private Optional<ReceiverStatistics> statistics = Optional.empty();
    private long receivedBefore;
    private long expectedBefore;
    private Optional<InetSocketAddress> conflict = Optional.empty();

    private ByteBuffer packet = ByteBuffer.allocate(0); // of the array that packets come in
    private RtpHeader header = new RtpHeader(packet);

    // what [#received] tells; packets before what is expected, so that nobody sees a loss that was
    // none
    private volatile long packets;
    private volatile long expected;
    private volatile double jitterMs;
    private volatile long lastNanos;
    private volatile boolean heard;
    private volatile int ssrc;
    private volatile long reports;
    private volatile Silence silence = Silence.NONE;
    private volatile CodecName spoken; // the codec in which the peer spoke last
    private volatile long strange;
    private boolean heardAudio;
    private int audioSsrc;
    private int lastAudio; // its sequence number

    /// What came so far, for the statistics.
    ///
    /// @param packets   accepted, each once
    /// @param expected  sent by the peer, as its numbers tell
    /// @param jitterMs  of the present source
    /// @param lastNanos when the last one came
    /// @param ssrc      of the present source, 0 before there is one
    /// @param reports   compound packets of RTCP, accepted
    /// @param silence   what the peer has said of it last
    /// @param codec     in which the peer spoke last; the agreed one before it did
    /// @param strange   of the packets, how many hold something that was not agreed upon
    record Received(
            long packets,
            long expected,
            double jitterMs,
            OptionalLong lastNanos,
            int ssrc,
            long reports,
            Silence silence,
            CodecName codec,
            long strange) {}

    InboundStream(
            ReceivePlan plan,
            LocalSource local,
            RemoteAddress remoteRtp,
            RemoteAddress remoteRtcp,
            PacketRing ring,
            RtcpExchange rtcp,
            MediaListener listener) {
        this.plan = plan;
        this.spoken = plan.parameters().codec().name();
        this.local = local;
        this.remoteRtp = remoteRtp;
        this.remoteRtcp = remoteRtcp;
        this.ring = ring;
        this.rtcp = rtcp;
        this.listener = listener;
    }

    /// What to follow from the next packet on. The keys before stay good for a while, for packets that are on their way.
    void follow(ReceivePlan next, long now) {
        if (!next.inbound().equals(plan.inbound())) {
            oldKeys.ifPresent(Inbound::close);
            oldKeys = plan.inbound();
            oldKeysUntil = now + OLD_KEYS_NANOS;
        }
        boolean samePeer = next.parameters().remoteRtp().equals(plan.parameters().remoteRtp());
        if (!samePeer || !next.parameters().direction().receives()) {
            silence = Silence.NONE; // what was said before does not hold behind that
        }
        if (!next.parameters().codec().equals(plan.parameters().codec())) {
            spoken = next.parameters().codec().name();
        }
        plan = next;
        remoteRtp.announce(next.parameters().remoteRtp());
        remoteRtcp.announce(next.parameters().remoteRtcp());
    }

    /// Any thread.
    Received received() {
        long sent = expected;
        return new Received(
                packets,
                sent,
                jitterMs,
                heard ? OptionalLong.of(lastNanos) : OptionalLong.empty(),
                ssrc,
                reports,
                silence,
                spoken,
                strange);
    }

    /// Refused packets by reason. Any thread.
    Map<Reason, Long> refused() {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        refused.forEach((reason, count) -> {
            if (count.sum() > 0) {
                counts.put(reason, count.sum());
            }
        });
        return counts;
    }

    /// The source that sends to us, for our reports.
    Optional<ReceiverStatistics> statistics() {
        return statistics;
    }

    /// A packet has come.
    ///
    /// @param bytes    hold the packet from index 0 on; they are changed
    /// @param checked  whether ICE knows that the peer sends from there
    /// @param rtcpPort whether it came on the port for RTCP
    void onPacket(
            byte[] bytes,
            int length,
            InetSocketAddress from,
            boolean checked,
            boolean rtcpPort,
            long now) {
        this.checked = checked;
        forgetOldKeys(now);
        if (!rtcpPort && length > 0 && DtlsLink.isDtls(bytes[0])) {
            onDtls(bytes, length, from, now);
            return;
        }
        if (plan.parameters().awaitsKeys()) {
            refuse(Reason.NOT_AUTHENTIC);
            return;
        }
        look(bytes, length);
        // RFC 5761: RTCP may share the port of RTP, whether that was agreed upon or not
        if (rtcpPort || RtpHeader.isRtcp(packet)) {
            onRtcp(from, rtcpPort, now);
        } else {
            onRtp(from, now);
        }
    }

    /// Packets come in the same one or two arrays all the time.
    @SuppressWarnings("ReferenceEquality") // the same array, whatever is in it
    private void look(byte[] bytes, int length) {
        if (packet.array() != bytes) {
            packet = ByteBuffer.wrap(bytes);
            header = new RtpHeader(packet);
        }
        packet.clear().limit(length);
    }

    private void forgetOldKeys(long now) {
        if (oldKeys.isPresent() && now - oldKeysUntil > 0) {
            oldKeys.get().close();
            oldKeys = Optional.empty();
        }
    }

    // RFC 7983. Until there are keys anybody could send this: whoever came first is listened to.
    private void onDtls(byte[] bytes, int length, InetSocketAddress from, long now) {
        if (plan.dtls().isEmpty()) {
            refuse(Reason.MALFORMED);
        } else if (plan.parameters().awaitsKeys() && !isFromPeer(remoteRtp, from, now)) {
            refuse(Reason.NOT_AUTHENTIC);
        } else {
            plan.dtls().get().onPacket(bytes, length);
        }
    }

    private void onRtcp(InetSocketAddress from, boolean rtcpPort, long now) {
        if (!unprotect(true)) {
            return;
        }
        // RTCP on the port of RTP says nothing of where a port of its own would be
        boolean usable =
                (!rtcpPort && !plan.parameters().rtcpMux()) || mayUse(remoteRtcp, from, now);
        if (!usable) {
            refuse(Reason.NOT_AUTHENTIC);
            return;
        }
        RtcpParser.parse(packet)
                .ifPresentOrElse(
                        packets -> onReports(packets, now), () -> refuse(Reason.MALFORMED));
    }

    // one writer
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void onReports(List<RtcpPacket> packets, long now) {
        rtcp.onPackets(packets, now);
        reports++;
        if (silence == Silence.NONE && rtcp.tellsOfNothingSent()) {
            silence = Silence.NOTHING_SENT;
        }
    }

    private void onRtp(InetSocketAddress from, long now) {
        if (!unprotect(false)) {
            return;
        }
        if (!header.isValid()) {
            refuse(Reason.MALFORMED);
        } else if (!mayUse(remoteRtp, from, now)) {
            refuse(Reason.NOT_AUTHENTIC);
        } else if (!sources.isHeard(header.ssrc(), now)) {
            refuse(Reason.TOO_MANY_SOURCES);
        } else {
            accept(from, now);
        }
    }

    /// As far as can be told of what is not authenticated: with ICE from where checks came, and a peer may use several ways at the
    /// beginning; without it from where the first packet did.
    private boolean isFromPeer(RemoteAddress remote, InetSocketAddress from, long now) {
        return (plan.parameters().ice().isPresent() && remote.equals(remoteRtp))
                ? checked
                : remote.plain(from, now);
    }

    private boolean mayUse(RemoteAddress remote, InetSocketAddress from, long now) {
        if (plan.inbound().isEmpty()) {
            return isFromPeer(remote, from, now);
        }
        remote.authenticated(from, now);
        return true;
    }

    /// Decrypts in place where keys are set: what is not authentic under them is never used.
    private boolean unprotect(boolean report) {
        if (plan.inbound().isEmpty()) {
            return true;
        }
        Unprotected result = unprotect(plan.inbound().get(), report);
        if (result instanceof Refused(Reason reason)
                && reason == Reason.NOT_AUTHENTIC
                && oldKeys.isPresent()) {
            result = unprotect(oldKeys.get(), report);
        }
        return switch (result) {
            case Accepted(int length) -> {
                packet.limit(length);
                yield true;
            }
            case Refused(Reason reason) -> {
                refuse(reason);
                yield false;
            }
        };
    }

    private Unprotected unprotect(Inbound keys, boolean report) {
        return report
                ? keys.rtcp().unprotect(packet.array(), packet.limit())
                : keys.rtp().unprotect(packet.array(), packet.limit());
    }

    private void refuse(Reason reason) {
        refused.get(reason).increment();
    }

    private void accept(InetSocketAddress from, long now) {
        avoidCollision(from);
        MediaParameters parameters = plan.parameters();
        CodecName codec = parameters.codec().codecOf(header.payloadType(), spoken);
        ReceiverStatistics source = statisticsOf(header.ssrc());
        if (codec.clockRate() != spoken.clockRate()) {
            digits.reset(); // they count by another clock
        }
        source.clockRate(codec.clockRate());
        boolean event = isEvent(parameters);
        long receivedUntilNow = source.received();
        long differentUntilNow = source.different();
        long expectedUntilNow = source.expected();
        boolean sensible =
                event
                        ? source.onEventPacket(header.sequenceNumber())
                        : source.onPacket(header.sequenceNumber(), header.timestamp(), now);
        if (source.received() < receivedUntilNow) { // it counts from anew, as the peer does
            receivedBefore += differentUntilNow;
            expectedBefore += Math.max(differentUntilNow, expectedUntilNow);
        }
        packets = receivedBefore + source.different();
        // never below what came: numbers count from the first that came, which others may have
        // overtaken
        expected = expectedBefore + Math.max(source.different(), source.expected());
        jitterMs = source.jitterMillis();
        ssrc = source.ssrc();
        lastNanos = now;
        heard = true;
        if (!sensible || !parameters.direction().receives()) {
            return;
        }
        if (event) {
            ring.pass(header, now);
            onEvent();
        } else if (parameters.codec().isReceived(header.payloadType(), spoken)) {
            noteSilence(parameters.codec());
            spoken = codec;
            putOrPass(now);
        } else if (parameters.codec().isRedundant(header.payloadType())) {
            noteSilence(parameters.codec());
            spoken = codec;
            putBlocks(parameters.codec(), now);
        } else {
            passStrange(now);
        }
    }

    // one writer
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void passStrange(long now) {
        if (header.payloadLength() > 0) { // else it keeps a way open (RFC 6263 §4.6)
            strange++;
        }
        ring.pass(header, now);
    }

    private void putOrPass(long now) {
        if (header.payloadLength() == 0) {
            ring.pass(header, now); // nothing in it, such as what keeps a way open, too
        } else {
            ring.put(header, now);
        }
    }

    private void putBlocks(CodecChoice codec, long now) {
        if (!blocks.read(packet.array(), header.payloadOffset(), header.payloadLength())) {
            refuse(Reason.MALFORMED);
        }
        ring.put(header, blocks, codec.receivedPayloadType(), now);
    }

    /// Only the newest packet counts: speech may be overtaken by the noise that was sent behind it.
    private void noteSilence(CodecChoice codec) {
        int sequence = header.sequenceNumber();
        boolean same = heardAudio && header.ssrc() == audioSsrc;
        int ahead = same ? SequenceNumber.distance(lastAudio, sequence) : 0;
        if (ahead >= 0
                || ahead < -ReceiverStatistics.MAX_MISORDER
                || silence == Silence.NOTHING_SENT) {
            heardAudio = true;
            audioSsrc = header.ssrc();
            lastAudio = sequence;
            silence =
                    codec.isSilence(header.payloadType(), header.payloadLength(), spoken)
                            ? Silence.COMFORT_NOISE
                            : Silence.NONE;
        }
    }

    private boolean isEvent(MediaParameters parameters) {
        Optional<TelephoneEventChoice> events = parameters.telephoneEvent();
        return events.isPresent() && events.get().isReceived(header.payloadType());
    }

    private void onEvent() {
        TelephoneEvent.parse(header.packet(), header.payloadOffset(), header.payloadLength())
                .flatMap(event -> digits.onPacket(header.timestamp(), event))
                .ifPresent(listener::digitReceived);
    }

    // RFC 3550 §8.2: who has our number is evaded, once; when the same address does it again, our
    // own packets come back
    private void avoidCollision(InetSocketAddress from) {
        if (header.ssrc() == local.ssrc() && !conflict.equals(Optional.of(from))) {
            conflict = Optional.of(from);
            local.change();
        }
    }

    private ReceiverStatistics statisticsOf(int source) {
        if (statistics.isPresent() && statistics.get().ssrc() == source) {
            return statistics.get();
        }
        statistics.ifPresent(before -> {
            receivedBefore += before.different();
            expectedBefore += Math.max(before.different(), before.expected());
        });
        digits.reset();
        ReceiverStatistics fresh = new ReceiverStatistics(source, spoken.clockRate());
        statistics = Optional.of(fresh);
        return fresh;
    }

    /// Forgets all keys. When no packet will come any more.
    void close() {
        oldKeys.ifPresent(Inbound::close);
        plan.inbound().ifPresent(Inbound::close);
    }
}
