package org.earshot.softphone.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.srtp.SrtcpContext;
import org.earshot.softphone.media.srtp.SrtpContext;
import org.earshot.softphone.media.srtp.SrtpKeys;

/// One way of a call without time: what somebody says goes through the streams of a session to its encrypted bytes, over a network that is a
/// function, and through the streams of another session to a loudspeaker. When each of it happens is said by the test; one thread does it all, so
/// it comes out the same on every machine, however busy. The socket in it is only the pipe by which the sending stream gives its bytes.
final class VirtualCall implements AutoCloseable {
    static final long MS = 1_000_000;

    /// In place of a delay.
    static final long LOST = -1;

    private static final long LOUDSPEAKER_PHASE = 3 * MS + 7; // of no special relation

    private final CodecChoice choice;
    private final LongUnaryOperator network;
    private final DatagramChannel pipe;
    private final MediaPort port;
    private final InetSocketAddress sender;
    private final RtcpExchange rtcp;
    private final PacketRing ring = new PacketRing();
    private final RecentQuality recent = new RecentQuality(0);
    private final OutboundStream outbound;
    private final InboundStream inbound;
    private final PlayoutStream playout;
    private final Queue<Datagram> onTheWay =
            new PriorityQueue<>(Comparator.comparingLong(Datagram::arrival));
    final NotingTap tap = new NotingTap();
    private LongPredicate standstill = _ -> false;
    private int owed; // frames that were not played while the process stood still
    private boolean stood; // until now: what came meanwhile is read now
    private long heardAt;
    private long now;
    private long sent;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Datagram(byte[] bytes, long arrival) {}

    /// @param network from the time a packet is sent to its delay, both in ns, or [#LOST]
    VirtualCall(Codec codec, CodecChoice choice, LongUnaryOperator network) throws IOException {
        this.choice = choice;
        this.network = network;
        port = TestSession.open(InetAddress.getLoopbackAddress());
        sender = port.rtpAddress();
        pipe = DatagramChannel.open().bind(new InetSocketAddress(sender.getAddress(), 0));
        InetSocketAddress receiver = (InetSocketAddress) pipe.getLocalAddress();
        pipe.connect(sender); // nothing but what we send comes out
        SrtpKeys there = SessionPair.keys();
        SrtpKeys back = SessionPair.keys();

        LocalSource ofSender = new LocalSource(new Random(1));
        MediaParameters sending = parameters(receiver, there, back);
        outbound =
                new OutboundStream(
                        ofSender, new RemoteAddress(receiver), tap, new Random(2), () -> 0);
        outbound.follow(
                new SendPlan(
                        sending,
                        codec.newEncoder(),
                        Optional.empty(),
                        Optional.of(new SrtpContext(there)),
                        port));

        LocalSource ofReceiver = new LocalSource(new Random(3));
        MediaParameters receiving = parameters(sender, back, there);
        rtcp = new RtcpExchange(ofReceiver, 0);
        inbound =
                new InboundStream(
                        new ReceivePlan(
                                receiving,
                                Optional.of(new ReceivePlan.Inbound(there)),
                                Optional.of(new SrtcpContext(back))),
                        ofReceiver,
                        new RemoteAddress(sender),
                        new RemoteAddress(sender),
                        ring,
                        rtcp,
                        MediaListener.NONE);
        playout = new PlayoutStream(ring, tap, MediaListener.NONE, () -> receive(heardAt));
        playout.follow(new PlayoutPlan(receiving, codec.newDecoder(), codec.newNoiseDecoder()));
    }

    private MediaParameters parameters(InetSocketAddress remote, SrtpKeys ours, SrtpKeys theirs) {
        return new MediaParameters(
                remote,
                remote,
                choice,
                Optional.empty(),
                Direction.SEND_RECV,
                Optional.of(ours),
                Optional.of(theirs),
                "cname");
    }

    /// How to send from now on, as if the one who hears had reported.
    void adapt(SendAdaptation.Sending sending) {
        outbound.adapt(sending);
    }

    /// Has the whole process of who hears stand still at times, in ns. Afterwards the thread that plays runs before the one that receives.
    void standStill(LongPredicate when) {
        standstill = when;
    }

    /// Says so much, and then nothing for a second.
    ///
    /// @return what was heard from the first sample on
    short[] say(short[] speech) throws IOException {
        short[] heard = new short[speech.length + 100 * AudioFrame.SAMPLES];
        short[] spoken = Arrays.copyOf(speech, heard.length);
        for (int at = 0; at < heard.length; at += AudioFrame.SAMPLES) {
            outbound.captured(Arrays.copyOfRange(spoken, at, at + AudioFrame.SAMPLES), now);
            send();
            hear(now + LOUDSPEAKER_PHASE, heard, at);
            now += AudioFrame.NANOS;
        }
        return heard;
    }

    private void send() throws IOException {
        for (; sent < outbound.counts().packets(); sent++) {
            ByteBuffer packet = ByteBuffer.allocate(2_048);
            pipe.receive(packet);
            long delay = network.applyAsLong(now);
            if (delay != LOST) {
                byte[] bytes = Arrays.copyOf(packet.array(), packet.position());
                onTheWay.add(new Datagram(bytes, now + delay));
            }
        }
    }

    private void hear(long time, short[] heard, int at) {
        heardAt = time;
        if (standstill.test(now)) {
            owed++;
            return;
        }
        stood = owed > 0;
        for (; owed > 0; owed--) { // before anything is received
            play(heard, at - owed * AudioFrame.SAMPLES);
        }
        receive(time);
        play(heard, at);
    }

    private void receive(long until) {
        while (!onTheWay.isEmpty() && onTheWay.peek().arrival <= until) {
            Datagram next = onTheWay.remove();
            long read = stood ? until : next.arrival;
            inbound.onPacket(next.bytes, next.bytes.length, sender, false, false, read);
        }
    }

    private void play(short[] heard, int at) {
        short[] frame = new short[AudioFrame.SAMPLES];
        playout.playout(frame, heardAt);
        System.arraycopy(frame, 0, heard, at, AudioFrame.SAMPLES);
    }

    /// Of who hears.
    MediaStatistics statistics() {
        return Quality.statistics(
                choice,
                recent.at(now, inbound.received().packets(), playout.statistics(), true),
                0,
                inbound.received(),
                rtcp.told(),
                playout.statistics(),
                ring.dropped(),
                inbound.refused(),
                OptionalLong.empty());
    }

    @Override
    public void close() throws IOException {
        outbound.close();
        playout.close();
        inbound.close();
        port.close();
        pipe.close();
    }
}
