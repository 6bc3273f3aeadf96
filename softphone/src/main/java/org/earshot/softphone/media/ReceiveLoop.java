package org.earshot.softphone.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.earshot.softphone.media.rtp.ReceiverStatistics;
import org.earshot.softphone.media.rtp.RtcpPacket;
import org.earshot.softphone.media.rtp.RtcpSchedule;
import org.earshot.softphone.media.rtp.RtcpWriter;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.earshot.softphone.media.srtp.SrtcpContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The receive thread of a session: waits for packets on both ports, and for the time of the next report.
final class ReceiveLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ReceiveLoop.class);
    private static final int REPORT_BYTES = 2_048;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InboundStream inbound;
    private final RtcpExchange rtcp;
    private final RemoteAddress remoteRtp;
    private final RemoteAddress remoteRtcp;
    private final OutboundStream outbound;
    private final Function<ReceiverStatistics, VoipMetrics> heard;
    private final IceWay.Listener way;
    private final PortReader reader = new PortReader();
    private final PortReader.Inlet inlet = this::onPacket;
    private final ByteBuffer buffer = ByteBuffer.allocate(REPORT_BYTES);
    private final Queue<Change> offered = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;
    private volatile Selector selector;

    private MediaPort port;
    private ReceivePlan plan;
    private int reportsTold;
    private int metricsTold;
    private final ReportedLoss losses = new ReportedLoss();
    private final SendAdaptation adaptation = new SendAdaptation();
    private final RtcpSchedule schedule;

    /// @param port perhaps the same as before
    private record Change(ReceivePlan plan, MediaPort port) {}

    ReceiveLoop(
            MediaPort port,
            ReceivePlan plan,
            InboundStream inbound,
            RtcpExchange rtcp,
            RemoteAddress remoteRtp,
            RemoteAddress remoteRtcp,
            OutboundStream outbound,
            Function<ReceiverStatistics, VoipMetrics> heard,
            IceWay.Listener way,
            RandomGenerator random) {
        this.way = way;
        this.port = port;
        this.selector = port.selector();
        this.plan = plan;
        this.inbound = inbound;
        this.rtcp = rtcp;
        this.remoteRtp = remoteRtp;
        this.remoteRtcp = remoteRtcp;
        this.outbound = outbound;
        this.heard = heard;
        this.schedule = new RtcpSchedule(random, System.nanoTime());
    }

    /// What to follow from now on, and where to listen; another port takes the place of the one before, which is closed.
    /// User-agent thread.
    void follow(ReceivePlan next, MediaPort at) {
        offered.add(new Change(next, at));
        selector.wakeup();
    }

    /// Says goodbye and ends, soon. Any thread.
    void close() {
        closing = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            listen();
            while (!closing && selector.isOpen()) {
                try {
                    turn();
                } catch (RuntimeException e) {
                    // a bug, such as in a report: the audio goes on
                    log.error("a turn of {} failed", port.rtpAddress(), e);
                    schedule.onReport(0, 0, System.nanoTime());
                }
            }
            send(true);
        } catch (IOException e) {
            if (!closing) {
                log.error("the media of {} ends", port.rtpAddress(), e);
            }
        } finally {
            for (Change next = offered.poll(); next != null; next = offered.poll()) {
                take(next);
            }
            inbound.close();
            plan.reports().ifPresent(SrtcpContext::close);
            port.close();
        }
    }

    private void listen() throws IOException {
        port.takeOver();
        port.follow(plan.parameters(), way);
        selector = port.selector();
        // somebody may have woken the selector before this one, in vain: the next select must not
        // wait
        selector.wakeup();
    }

    private void turn() throws IOException {
        long wait = (schedule.nextNanos() - System.nanoTime()) / NANOS_PER_MILLI;
        reader.read(port, Math.max(1, wait), inlet);
        takeChanges();
        Optional<ReceiverStatistics> received = inbound.statistics();
        long lost = received.isPresent() ? received.get().lostSinceReport() : 0;
        long expected = received.isPresent() ? received.get().expectedSinceReport() : 0;
        long now = System.nanoTime();
        schedule.onLoss(lost, expected, now);
        if (now - schedule.nextNanos() >= 0) {
            send(false);
            schedule.onReport(lost, expected, now);
        }
    }

    private void takeChanges() throws IOException {
        MediaPort before = port;
        for (Change next = offered.poll(); next != null; next = offered.poll()) {
            take(next);
        }
        if (!port.equals(before)) {
            listen();
        }
    }

    /// What was told before a packet came is known when it is read, such as its keys. Allocates nothing where nothing was told.
    private void takeChangesHere() {
        for (Change next = offered.peek();
                next != null && next.port().equals(port);
                next = offered.peek()) {
            offered.remove();
            take(next);
        }
    }

    private void take(Change next) {
        Optional<SrtcpContext> reports = next.plan().reports();
        plan.reports()
                .filter(old -> !reports.equals(Optional.of(old)))
                .ifPresent(SrtcpContext::close);
        inbound.follow(next.plan(), System.nanoTime());
        plan = next.plan();
        if (port.equals(next.port())) {
            port.follow(plan.parameters(), way);
        } else {
            port.close();
            port = next.port();
        }
    }

    private void onPacket(
            byte[] bytes, int length, InetSocketAddress from, boolean rtcpPort, long now) {
        takeChangesHere();
        inbound.onPacket(bytes, length, from, port.knows(from), rtcpPort, now);
        adapt();
    }

    /// Once for each report of the peer.
    private void adapt() {
        RtcpExchange.Told told = rtcp.told();
        if (told.reports() == reportsTold) {
            return;
        }
        reportsTold = told.reports();
        MediaParameters parameters = plan.parameters();
        outbound.adapt(
                adaptation.onReport(
                        losses.onReport(
                                told.lossPercent().orElse(0),
                                told.lost(),
                                metrics(told).map(VoipMetrics::losses),
                                outbound.counts().packets()),
                        told.rttMs().orElse(0),
                        parameters.codec(),
                        parameters.wishes().maxPacketMillis()));
    }

    private Optional<VoipMetrics> metrics(RtcpExchange.Told told) {
        if (told.metricsTold() == metricsTold) {
            return Optional.empty(); // not with this report
        }
        metricsTold = told.metricsTold();
        return told.metrics();
    }

    private void send(boolean last) {
        MediaParameters agreed = plan.parameters();
        // keys by DTLS are those of one port (RFC 5764 §4): a port for RTCP alone has none
        if (agreed.awaitsKeys() || (agreed.dtls().isPresent() && !agreed.rtcpMux())) {
            return;
        }
        long now = System.nanoTime();
        SentCounts sent = outbound.counts();
        Optional<ReceiverStatistics> received = inbound.statistics();
        Optional<VoipMetrics> metrics = received.map(heard);
        List<RtcpPacket> packets =
                last
                        ? rtcp.goodbye(plan.parameters(), sent, received, metrics, now)
                        : rtcp.report(plan.parameters(), sent, received, metrics, now);
        buffer.clear();
        RtcpWriter.write(buffer, packets);
        int length = buffer.position();
        if (plan.reports().isPresent()) {
            length = plan.reports().get().protect(buffer.array(), length);
        }
        buffer.position(0).limit(length);
        boolean mux = plan.parameters().rtcpMux();
        try {
            if (mux) {
                port.send(buffer, remoteRtp.current());
            } else {
                port.sendRtcp(buffer, remoteRtcp.current());
            }
        } catch (IOException e) {
            log.debug("report not sent from {}: {}", port.rtcpAddress(), e.getMessage());
        }
    }
}
