package org.earshot.softphone.mdns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The socket by which all neighbours are spoken to (RFC 6762 §5.2), on each link. Used by one thread, but for [#wakeUp].
final class MdnsSocket implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MdnsSocket.class);
    private static final int PORT = 5353;
    private static final InetAddress GROUP = InetAddress.ofLiteral("224.0.0.251");
    private static final int LARGEST = 9000; // RFC 6762 §17

    /// §11: so receivers see that it came from no farther away.
    private static final int TTL = 255;

    private final Selector selector;
    private final DatagramChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private final Set<String> joined = new HashSet<>();
    private List<Link> links = List.of();

    /// @throws IOException if there is none to be had
    MdnsSocket() throws IOException {
        selector = Selector.open();
        DatagramChannel opened = null;
        try {
            opened = DatagramChannel.open(StandardProtocolFamily.INET);
            // others on this machine speak it too
            opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            opened.setOption(StandardSocketOptions.IP_MULTICAST_TTL, TTL);
            opened.bind(new InetSocketAddress(PORT));
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            selector.close();
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
        channel = opened;
    }

    /// Looks which links there are now.
    ///
    /// @return whether one is new
    boolean look() {
        List<Link> now = Link.all();
        boolean fresh = !now.equals(links) && !links.containsAll(now);
        links = now;
        joined.retainAll(now.stream().map(link -> link.card().getName()).toList());
        for (Link link : now) {
            NetworkInterface card = link.card();
            if (joined.add(card.getName())) {
                try {
                    channel.join(GROUP, card);
                } catch (IOException | IllegalStateException e) {
                    log.debug("no neighbours at {}: {}", card.getName(), e.toString());
                }
            }
        }
        return fresh;
    }

    /// Says something on all links.
    void say(Announcement.Saying saying) {
        for (Link link : links) {
            byte[] bytes = DnsWriter.write(saying.with(link.ours()));
            try {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, link.card());
                channel.send(ByteBuffer.wrap(bytes), new InetSocketAddress(GROUP, PORT));
            } catch (IOException e) {
                log.debug("can't speak at {}: {}", link.card().getName(), e.toString());
            }
        }
    }

    /// Waits for something to be heard.
    ///
    /// @param millis at most; 0 or less: it does not wait
    /// @return empty if nothing was, or nothing of use
    Optional<DnsMessage> hear(long millis) throws IOException {
        if (millis > 0) {
            selector.select(millis);
        } else {
            selector.selectNow();
        }
        selector.selectedKeys().clear();
        buffer.clear();
        if (!(channel.receive(buffer) instanceof InetSocketAddress source)
                || source.getPort() != PORT // who asks by another port wants an answer of his own
                || links.stream().noneMatch(link -> link.reaches(source.getAddress()))) {
            return Optional.empty();
        }
        try {
            return Optional.of(DnsReader.read(buffer.array(), buffer.position()));
        } catch (MalformedDnsException e) {
            log.debug("from {}: {}", source, e.getMessage());
            return Optional.empty();
        }
    }

    /// Ends a wait. Any thread.
    void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            log.debug("closing", e);
        }
    }
}
