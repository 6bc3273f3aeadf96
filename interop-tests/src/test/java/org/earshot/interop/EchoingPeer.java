package org.earshot.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody who speaks plain RTP and says what he hears: each packet goes back as it came, under another source's number, so sound, comfort
/// noise and keys come as often as they go.
final class EchoingPeer implements AutoCloseable {
    private static final int SSRC_AT = 8;
    private static final int OTHER_SSRC = 0x55AA55AA;
    private static final int RTP_HEADER = 12;

    private final DatagramSocket socket;
    private final AtomicInteger packets = new AtomicInteger();

    EchoingPeer() throws IOException {
        socket = new DatagramSocket(Lab.freePortPair(), InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("echo").start(this::run);
    }

    private void run() {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        try {
            while (!socket.isClosed()) {
                packet.setLength(2_000);
                socket.receive(packet);
                if (packet.getLength() >= RTP_HEADER) {
                    packets.incrementAndGet();
                    ByteBuffer bytes = ByteBuffer.wrap(packet.getData());
                    bytes.putInt(SSRC_AT, bytes.getInt(SSRC_AT) ^ OTHER_SSRC);
                    socket.send(packet);
                }
            }
        } catch (SocketException e) {
            // the end
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many packets have come.
    int packets() {
        return packets.get();
    }

    /// What he answers to an offer: no telephone-events, and no keys.
    ///
    /// @param payloadTypes that he takes, such as `0 13`
    String description(String payloadTypes) {
        return String.format(
                        Locale.ROOT,
                        """
                        v=0
                        o=- 1 1 IN IP4 127.0.0.1
                        s=-
                        c=IN IP4 127.0.0.1
                        t=0 0
                        m=audio %d RTP/AVP %s
                        """,
                        socket.getLocalPort(),
                        payloadTypes)
                .replace("\n", "\r\n");
    }

    @Override
    public void close() {
        socket.close();
    }
}
