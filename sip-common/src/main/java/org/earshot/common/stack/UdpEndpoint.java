package org.earshot.common.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A UDP socket with a thread of its own that reads, in order, into one buffer for good, so that receiving
/// makes no garbage.
final class UdpEndpoint implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UdpEndpoint.class);
    private static final int LARGEST_DATAGRAM = 65_535;

    /// Room for the burst that comes while all cores are busy; the kernel may grant less.
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;

    private final DatagramChannel channel;
    private final InetSocketAddress local;

    /// What becomes of a datagram.
    @FunctionalInterface
    interface Receiver {
        /// @param buffer valid only during the call
        void onDatagram(byte[] buffer, int length, InetSocketAddress source);
    }

    private UdpEndpoint(DatagramChannel channel, InetSocketAddress local) {
        this.channel = channel;
        this.local = local;
    }

    static UdpEndpoint bind(InetSocketAddress address) throws IOException {
        boolean four = address.getAddress() instanceof java.net.Inet4Address;
        DatagramChannel channel =
                DatagramChannel.open(
                        four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            channel.bind(address);
            return new UdpEndpoint(channel, (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// With the real port.
    InetSocketAddress local() {
        return local;
    }

    /// Begins to read. By one thread: two would hand on a 180 and the 200 behind it in either order.
    void start(Receiver receiver) {
        Thread.ofPlatform().daemon().name("sip-udp-" + local.getPort()).start(() -> read(receiver));
    }

    /// Sends one datagram. Waits only while the kernel's buffer is full.
    void send(byte[] message, InetSocketAddress remote) throws IOException {
        // A channel closes itself under an interrupted thread. One sender's fate is not
        // everybody's.
        boolean interrupted = Thread.interrupted();
        try {
            channel.send(ByteBuffer.wrap(message), remote);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void read(Receiver receiver) {
        ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        byte[] bytes = new byte[LARGEST_DATAGRAM];
        while (channel.isOpen()) {
            try {
                datagram.clear();
                InetSocketAddress source = (InetSocketAddress) channel.receive(datagram);
                int length = datagram.flip().remaining();
                datagram.get(bytes, 0, length);
                receiver.onDatagram(bytes, length, source);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                log.debug("UDP {}: {}", local, e.toString()); // such as a port unreachable
            } catch (RuntimeException | Error e) {
                log.error("UDP {}: a message was lost", local, e); // the reader lives on
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
