package org.earshot.common.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTlsTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir private Path temp;

    private KeyRing ring(String name) {
        return KeyRing.open(temp.resolve(name));
    }

    /// Both ends write one byte and read one; what each of them got, or why it got nothing.
    private static List<Optional<Exception>> meet(NodeTls server, NodeTls client) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket out = new Socket(listening.getInetAddress(), listening.getLocalPort());
                Socket in = listening.accept()) {
            CompletableFuture<Optional<Exception>> served =
                    CompletableFuture.supplyAsync(() -> exchange(() -> server.server(in)));
            Optional<Exception> connected = exchange(() -> client.client(out));
            if (!out.isClosed()) {
                out.shutdownOutput();
            }
            return List.of(served.join(), connected);
        }
    }

    private interface Opening {
        SSLSocket open() throws Exception;
    }

    private static Optional<Exception> exchange(Opening opening) {
        try {
            SSLSocket socket = opening.open();
            socket.startHandshake();
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().read()).isEqualTo(1);
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }

    @Test
    void nodesOfOneRingMeet() throws Exception {
        KeyRing ring = ring("one");
        assertThat(meet(new NodeTls(ring, CLOCK), new NodeTls(ring, CLOCK)))
                .containsOnly(Optional.empty());
    }

    @Test
    void whoeverHasAnotherRingIsRefusedByBothEnds() throws Exception {
        NodeTls ours = new NodeTls(ring("one"), CLOCK);
        NodeTls other = new NodeTls(ring("two"), CLOCK);
        assertThat(meet(ours, other)).allMatch(Optional::isPresent);
        assertThat(meet(other, ours)).allMatch(Optional::isPresent);
    }

    @Test
    void whoeverShowsNoCertificateIsRefused() throws Exception {
        KeyRing ring = ring("one");
        ServerNames names = ServerNames.of("example.org", List.of());
        CertificateAuthority authority =
                CertificateAuthority.open(ring, names, temp.resolve("ca.pem"), CLOCK);
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket out = new Socket(listening.getInetAddress(), listening.getLocalPort());
                Socket in = listening.accept()) {
            CompletableFuture<Optional<Exception>> served =
                    CompletableFuture.supplyAsync(
                            () -> exchange(() -> new NodeTls(ring, CLOCK).server(in)));
            // a phone that trusts the CA does not even trust this server, so it trusts everybody
            // here
            exchange(() -> {
                var context = javax.net.ssl.SSLContext.getInstance("TLS");
                context.init(
                        null,
                        new javax.net.ssl.TrustManager[] {
                            new NodeTrust(
                                    authority.certificate().getPublicKey(), NodeTls.NAME, CLOCK)
                        },
                        null);
                return (SSLSocket)
                        context.getSocketFactory().createSocket(out, "x", out.getPort(), true);
            });
            assertThat(served.join()).get().isInstanceOf(SSLException.class);
        }
    }

    @Test
    void afterARotationTheOldKeyIsNoLongerTrusted() throws Exception {
        KeyRing ring = ring("one");
        NodeTls node = new NodeTls(ring, CLOCK);
        X509Certificate old =
                NodeTls.certificate(pair(), ring.current(KeyName.CA), NodeTls.NAME, now());
        ring.rotate(KeyName.CA);
        assertThat(meet(node, new NodeTls(ring, CLOCK))).containsOnly(Optional.empty());
        assertThatThrownBy(() -> check(ring, old, CLOCK)).isInstanceOf(CertificateException.class);
    }

    @Test
    void theSameKeySignsForPhonesWithoutMakingThemNodes() throws Exception {
        KeyRing ring = ring("one");
        ServerNames names = ServerNames.of("localhost", List.of());
        CertificateAuthority authority =
                CertificateAuthority.open(ring, names, temp.resolve("ca.pem"), CLOCK);
        assertThatThrownBy(() -> check(ring, authority.issue(names).leaf(), CLOCK))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> check(ring, authority.certificate(), CLOCK))
                .isInstanceOf(CertificateException.class);
        X509Certificate other =
                NodeTls.certificate(pair(), ring.current(KeyName.CA), "localhost", now());
        assertThatThrownBy(() -> check(ring, other, CLOCK))
                .hasMessageContaining("not that of a node");
    }

    @Test
    void aCertificateLivesForAWeek() throws Exception {
        KeyRing ring = ring("one");
        X509Certificate leaf =
                NodeTls.certificate(pair(), ring.current(KeyName.CA), NodeTls.NAME, now());
        assertThatCode(() -> check(ring, leaf, CLOCK)).doesNotThrowAnyException();
        for (Duration off : List.of(Duration.ofDays(8), Duration.ofDays(-2))) {
            assertThatThrownBy(() -> check(ring, leaf, () -> now().plus(off)))
                    .isInstanceOf(CertificateException.class);
        }
    }

    private static void check(KeyRing ring, X509Certificate leaf, InstantSource clock)
            throws CertificateException {
        new NodeTrust(ring.current(KeyName.CA).publicKey(), NodeTls.NAME, clock)
                .checkServerTrusted(new X509Certificate[] {leaf}, "ECDHE_ECDSA");
    }

    private static Instant now() {
        return CLOCK.instant();
    }

    private static KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
