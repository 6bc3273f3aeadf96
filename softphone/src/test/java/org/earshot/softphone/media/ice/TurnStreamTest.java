package org.earshot.softphone.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real sockets on loopback: what a stream makes of a server's behaviour.
@Timeout(60)
class TurnStreamTest {
    private static final byte[] REQUEST =
            StunMessage.request(StunMessage.BINDING, TransactionId.random(new Random(1))).plain();

    private static final long STUCK_NANOS = 200_000_000;

    @TempDir private Path temp;

    /// What the stream told, in its order.
    private static final class Told implements TurnStream.Listener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void onConnected() {
            events.add("connected");
        }

        @Override
        public void onPacket(byte[] packet) {
            events.add(HexFormat.of().formatHex(packet));
        }

        @Override
        public void onClosed(String reason) {
            events.add("closed: " + reason);
        }

        String next() throws InterruptedException {
            String event = events.poll(20, TimeUnit.SECONDS);
            return event == null ? "nothing" : event;
        }
    }

    private final Told told = new Told();

    @Test
    void packetsGoBothWays() throws Exception {
        try (ServerSocket server = listen();
                TurnStream stream = TurnStream.tcp(address(server), told)) {
            assertThat(stream.send(REQUEST)).isTrue(); // waits for the connection
            stream.start();
            try (Socket accepted = server.accept()) {
                assertThat(told.next()).isEqualTo("connected");
                assertThat(accepted.getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);
                byte[] data = ChannelData.write(0x4000, ByteBuffer.wrap(new byte[5]), true);
                accepted.getOutputStream().write(Arrays.copyOf(data, 7));
                accepted.getOutputStream().write(Arrays.copyOfRange(data, 7, data.length));
                accepted.getOutputStream().write(REQUEST);
                assertThat(told.next()).isEqualTo(HexFormat.of().formatHex(data));
                assertThat(told.next()).isEqualTo(HexFormat.of().formatHex(REQUEST));
            }
            assertThat(told.next()).startsWith("closed: ").contains("has closed the connection");
            assertThat(stream.send(REQUEST)).isFalse();
        }
    }

    @Test
    void whatWaitsIsSentBeforeTheEnd() throws Exception {
        try (ServerSocket server = listen();
                TurnStream stream = TurnStream.tcp(address(server), told)) {
            stream.start();
            try (Socket accepted = server.accept()) {
                assertThat(told.next()).isEqualTo("connected");
                stream.send(REQUEST);
                end(stream);
                assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(REQUEST);
            }
            assertThat(stream.send(REQUEST)).isFalse();
        }
        assertThat(told.events).isEmpty();
    }

    @Test
    void nobodyThereIsToldInWords() throws Exception {
        InetSocketAddress address;
        try (ServerSocket server = listen()) {
            address = address(server);
        }
        try (TurnStream stream = TurnStream.tcp(address, told)) {
            stream.start();
            assertThat(told.next())
                    .startsWith("closed: the relay 127.0.0.1:" + address.getPort())
                    .contains("can't be reached");
        }
    }

    @Test
    void whatIsNoTurnServerIsLeft() throws Exception {
        try (ServerSocket server = listen();
                TurnStream stream = TurnStream.tcp(address(server), told)) {
            stream.start();
            try (Socket accepted = server.accept()) {
                assertThat(told.next()).isEqualTo("connected");
                accepted.getOutputStream()
                        .write("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(told.next()).contains("is no TURN server");
                assertThat(ends(accepted.getInputStream())).isTrue();
            }
        }
    }

    @Test
    void packetsGoBothWaysOverTls() throws Exception {
        try (ServerSocket server = listenTls();
                TurnStream stream =
                        TurnStream.tls(address(server), "turn.test", trust("one"), told)) {
            stream.start();
            try (Socket accepted = server.accept()) {
                accepted.getOutputStream().write(REQUEST);
                assertThat(told.next()).isEqualTo("connected");
                assertThat(told.next()).isEqualTo(HexFormat.of().formatHex(REQUEST));
                stream.send(REQUEST);
                end(stream);
                assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(REQUEST);
            }
        }
        assertThat(told.events).isEmpty();
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        assertThat(refusal("other.test", "one")).contains("certificate", "other.test");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        authority("two");
        assertThat(refusal("turn.test", "two")).contains("certificate", "turn.test");
    }

    @Test
    void whoNeverShakesHandsIsLeft() throws Exception {
        authority("one");
        try (ServerSocket server = listen();
                TurnStream stream =
                        TurnStream.tls(
                                address(server),
                                "turn.test",
                                trust("one"),
                                told,
                                Duration.ofMillis(300))) {
            stream.start();
            try (Socket accepted = server.accept()) {
                assertThat(told.next()).contains("did not answer within 300 ms");
                assertThat(accepted.isConnected()).isTrue();
            }
        }
        assertThat(told.events).isEmpty();
    }

    @Test
    void whoStopsReadingDelaysNobody() throws Exception {
        byte[] sound = new byte[1_000];
        sound[0] = 0x40;
        try (ServerSocket server = listen();
                TurnStream stream = TurnStream.tcp(address(server), told)) {
            stream.start();
            try (Socket accepted = server.accept()) {
                assertThat(told.next()).isEqualTo("connected");
                long taken = System.nanoTime();
                while (System.nanoTime() - taken < STUCK_NANOS) {
                    if (stream.send(sound)) { // as long as the system has buffers
                        taken = System.nanoTime();
                    }
                    LockSupport.parkNanos(100_000);
                }
                assertThat(stream.send(REQUEST)).isTrue();
                end(stream);
                assertThat(accepted.getInputStream().readAllBytes().length)
                        .isGreaterThan(sound.length);
            }
        }
    }

    @Test
    void whoIsClosedBeforeTheStartSaysNothing() throws Exception {
        try (ServerSocket server = listen()) {
            TurnStream stream = TurnStream.tcp(address(server), told);
            stream.close();
            assertThat(stream.send(REQUEST)).isFalse();
        }
        assertThat(told.events).isEmpty();
    }

    /// At a moment that the test chooses.
    private static void end(TurnStream stream) {
        stream.close();
    }

    private String refusal(String host, String trusted) throws Exception {
        try (ServerSocket server = listenTls();
                TurnStream stream = TurnStream.tls(address(server), host, trust(trusted), told)) {
            stream.send(REQUEST);
            stream.start();
            try (Socket accepted = server.accept()) {
                assertThat(ends(accepted.getInputStream())).isTrue(); // not a byte of ours
                return told.next();
            }
        }
    }

    private static boolean ends(InputStream input) {
        try {
            return input.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private ServerSocket listenTls() throws IOException {
        return authority("one")
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private static InetSocketAddress address(ServerSocket server) {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private ServerTls authority(String name) {
        InstantSource clock = InstantSource.system();
        ServerNames names = ServerNames.of("turn.test", List.of(InetAddress.getLoopbackAddress()));
        CertificateAuthority authority =
                CertificateAuthority.open(
                        KeyRing.open(temp.resolve(name)),
                        names,
                        temp.resolve(name + ".pem"),
                        clock);
        return ServerTls.of(authority, names, temp.resolve(name + "-tls/server.pem"), clock);
    }

    private SSLContext trust(String name) {
        return TrustedCertificates.fromPem(temp.resolve(name + ".pem")).context();
    }
}
