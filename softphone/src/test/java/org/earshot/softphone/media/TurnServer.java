package org.earshot.softphone.media;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.softphone.media.ice.IceServer;
import org.earshot.softphone.media.ice.SimulatedTurnServer;
import org.earshot.softphone.media.ice.StunException;
import org.earshot.softphone.media.ice.StunMessage;

/// A TURN server on loopback for one client by UDP and one by TCP, which relays nothing.
final class TurnServer implements AutoCloseable {
    private static final int HEAD = 20; // bytes of a STUN message before its attributes

    private final DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Socket> client = new CompletableFuture<>();
    private final AtomicInteger refreshes = new AtomicInteger();

    TurnServer() throws IOException {
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    IceServer by(IceServer.Transport transport) {
        return new IceServer(
                "127.0.0.1",
                transport == IceServer.Transport.UDP ? udp.getLocalPort() : tcp.getLocalPort(),
                transport,
                Optional.of(
                        new IceServer.Account(
                                SimulatedTurnServer.USER, SimulatedTurnServer.PASSWORD)));
    }

    /// How often it was asked by UDP whether it still has the address.
    int refreshesByUdp() {
        return refreshes.get();
    }

    /// Closes the connection.
    void cut() throws IOException {
        client.join().close();
    }

    private void serveUdp() {
        SimulatedTurnServer simulated = new SimulatedTurnServer();
        byte[] buffer = new byte[2048];
        try {
            while (true) {
                DatagramPacket came = new DatagramPacket(buffer, buffer.length);
                udp.receive(came);
                byte[] packet = Arrays.copyOf(buffer, came.getLength());
                if (StunMessage.parse(packet, packet.length).method() == StunMessage.REFRESH) {
                    refreshes.incrementAndGet();
                }
                simulated.onPacket(packet, System.nanoTime());
                for (byte[] out = simulated.out.poll(); out != null; out = simulated.out.poll()) {
                    udp.send(new DatagramPacket(out, out.length, came.getSocketAddress()));
                }
            }
        } catch (IOException | StunException _) {
            // closed
        }
    }

    private void serveTcp() {
        SimulatedTurnServer simulated = new SimulatedTurnServer();
        try (Socket socket = tcp.accept()) {
            client.complete(socket);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] head = in.readNBytes(HEAD);
                if (head.length < HEAD) {
                    return;
                }
                byte[] rest = in.readNBytes(ByteBuffer.wrap(head).getShort(2));
                byte[] packet = Arrays.copyOf(head, HEAD + rest.length);
                System.arraycopy(rest, 0, packet, HEAD, rest.length);
                simulated.onPacket(packet, System.nanoTime());
                for (byte[] out = simulated.out.poll(); out != null; out = simulated.out.poll()) {
                    socket.getOutputStream().write(out);
                }
            }
        } catch (IOException _) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        if (client.isDone()) {
            client.join().close();
        }
    }
}
