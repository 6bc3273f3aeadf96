package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.earshot.common.key.ServerTls;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.stack.Wires.Heard;
import org.earshot.common.stack.Wires.Node;
import org.earshot.common.websocket.AllowedOrigins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {
    private static TestAuthority authority;
    private static TestAuthority.Identity identity;
    private final Wires wires = new Wires();

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new TestAuthority();
        identity =
                authority.issue(
                        "server",
                        new GeneralName(GeneralName.dNSName, "example.com"),
                        new GeneralName(GeneralName.dNSName, "example.org"),
                        new GeneralName(GeneralName.dNSName, "*.wild.example"));
    }

    @AfterEach
    void close() {
        wires.close();
    }

    private Node server() throws Exception {
        return wires.startTls(WireLimits.DEFAULT, identity.serverContext(), null);
    }

    private Node client() throws Exception {
        return wires.startTls(WireLimits.DEFAULT, null, authority.clientContext());
    }

    private static Destination to(Node node, String domain) {
        return Wires.to(Transport.TLS, node.address(Transport.TLS), domain);
    }

    @Test
    void messagesTravelInBothDirections() throws Exception {
        Node server = server();
        Node client = client();
        Flow there = Wires.open(client.wire(), to(server, "Example.com"));
        client.wire().send(there, Wires.request("one", "secret"));
        Heard one = server.ear().message();
        assertThat(Wires.body(one)).isEqualTo("secret");
        assertThat(one.flow().transport()).isEqualTo(Transport.TLS);
        server.wire().send(one.flow(), Wires.request("back", "x".repeat(100_000)));
        assertThat(Wires.body(client.ear().message())).hasSize(100_000);
        client.wire().ping(there);
        client.ear().next("pong");
    }

    @Test
    void aConnectionServesOneDomain() throws Exception {
        Node server = server();
        Node client = client();
        Flow com = Wires.open(client.wire(), to(server, "example.com"));
        assertThat(Wires.open(client.wire(), to(server, "EXAMPLE.com"))).isEqualTo(com);
        assertThat(Wires.open(client.wire(), to(server, "example.org"))).isNotEqualTo(com);
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(type, Base64.getMimeEncoder().encodeToString(bytes));
    }

    /// The server's identity as an administrator's files have it.
    private static ServerTls tls(Path folder) throws Exception {
        Path chain =
                Files.writeString(
                        folder.resolve("chain.pem"),
                        pem("CERTIFICATE", identity.certificate().getEncoded()));
        Path key =
                Files.writeString(
                        folder.resolve("key.pem"), pem("PRIVATE KEY", identity.key().getEncoded()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return ServerTls.ofFiles(chain, key);
    }

    private Node asking(ServerTls tls, AtomicBoolean wanted) throws Exception {
        return wires.start(
                new WireConfig(
                        "asking",
                        Wires.points(Transport.TLS),
                        Optional.of(tls.context()),
                        Optional.empty(),
                        WireLimits.DEFAULT,
                        AllowedOrigins.NONE,
                        _ -> true,
                        Optional.of(
                                new ClientCertificates(
                                        wanted::get,
                                        tls.asking(),
                                        TrustedCertificates.of(List.of(authority.certificate()))
                                                ::vouchFor))));
    }

    private Flow arrived(Node server, SSLContext client) throws Exception {
        Node from = wires.startTls(WireLimits.DEFAULT, null, client);
        Flow there = Wires.open(from.wire(), to(server, "example.com"));
        from.wire().send(there, Wires.request("hello", ""));
        return server.ear().message().flow();
    }

    @Test
    void whoConnectsIsKnownByATrustedCertificateAndNobodyIsKeptOutByOne(@TempDir Path folder)
            throws Exception {
        AtomicBoolean wanted = new AtomicBoolean(true);
        Node server = asking(tls(folder), wanted);
        TestAuthority.Identity trunk =
                authority.issue("trunk", new GeneralName(GeneralName.dNSName, "trunk.example"));
        TestAuthority.Identity makers =
                new TestAuthority()
                        .issue("phone", new GeneralName(GeneralName.dNSName, "trunk.example"));

        Flow known = arrived(server, authority.clientContext(trunk));
        assertThat(server.wire().isCertified(known, "Trunk.example")).isTrue();
        assertThat(server.wire().isCertified(known, "other.example")).isFalse();
        Flow stranger = arrived(server, authority.clientContext(makers));
        assertThat(server.wire().isCertified(stranger, "trunk.example"))
                .as("of an authority that nobody trusts, and let in")
                .isFalse();
        Flow none = arrived(server, authority.clientContext());
        assertThat(server.wire().isCertified(none, "trunk.example")).isFalse();
        wanted.set(false);
        Flow unasked = arrived(server, authority.clientContext(trunk));
        assertThat(server.wire().isCertified(unasked, "trunk.example")).isFalse();
    }

    @Test
    void whomWeConnectedToIsKnownByTheCertificateThatItShowed() throws Exception {
        Node server = server();
        Node client = client();
        Flow there = Wires.open(client.wire(), to(server, "example.com"));
        assertThat(client.wire().isCertified(there, "example.com")).isTrue();
        assertThat(client.wire().isCertified(there, "example.net")).isFalse();
        client.wire().close(there);
        assertThat(client.wire().isCertified(there, "example.com")).as("of one that was").isFalse();
    }

    @Test
    void aCertificateOfAnotherDomainIsRefused() throws Exception {
        Node server = server();
        Node client = client();
        for (String domain : new String[] {"example.net", "a.wild.example", "127.0.0.1"}) {
            assertThatThrownBy(() -> Wires.open(client.wire(), to(server, domain)))
                    .as(domain)
                    .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
        }
        assertThat(client.ear().isSilent()).isTrue();
    }

    @Test
    void anUnknownAuthorityIsRefused() throws Exception {
        Node server = server();
        Node client = wires.startTls(WireLimits.DEFAULT, null, new TestAuthority().clientContext());
        assertThatThrownBy(() -> Wires.open(client.wire(), to(server, "example.com")))
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void withoutTrustNothingIsOpened() throws Exception {
        Node server = server();
        assertThatThrownBy(() -> Wires.open(server.wire(), to(server, "example.com")))
                .hasMessageContaining("nobody is trusted");
    }

    @Test
    void oldVersionsAreNotSpoken() throws Exception {
        Node server = server();
        try (SSLSocket old =
                (SSLSocket)
                        authority
                                .clientContext()
                                .getSocketFactory()
                                .createSocket(
                                        Wires.LOOPBACK, server.address(Transport.TLS).getPort())) {
            old.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(old::startHandshake).isInstanceOf(SSLException.class);
        }
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SSLSocket socket =
                    (SSLSocket)
                            authority
                                    .clientContext()
                                    .getSocketFactory()
                                    .createSocket(
                                            Wires.LOOPBACK,
                                            server.address(Transport.TLS).getPort())) {
                socket.setEnabledProtocols(new String[] {version});
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            }
        }
    }

    @Test
    void whoNeverShakesHandsIsClosed() throws Exception {
        Node server = wires.startTls(Wires.shortLimits(), identity.serverContext(), null);
        try (Socket silent = new Socket()) {
            silent.setSoTimeout(10_000);
            silent.connect(server.address(Transport.TLS), 5_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(server.ear().isSilent()).isTrue();
    }

    @Test
    void cleartextOnTheTlsPortIsClosed() throws Exception {
        Node server = server();
        try (Socket plain = new Socket()) {
            plain.setSoTimeout(10_000);
            plain.connect(server.address(Transport.TLS), 5_000);
            plain.getOutputStream().write(Wires.request("plain", ""));
            assertThat(plain.getInputStream().readAllBytes().length).isLessThan(20); // an alert
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        assertThat(server.ear().isSilent()).isTrue();
    }

    @Test
    void aServerThatSpeaksNoTlsTimesOut() throws Exception {
        Node client = wires.startTls(Wires.shortLimits(), null, authority.clientContext());
        try (java.net.ServerSocket deaf = new java.net.ServerSocket()) {
            deaf.bind(new InetSocketAddress(Wires.LOOPBACK, 0));
            InetSocketAddress address = (InetSocketAddress) deaf.getLocalSocketAddress();
            assertThatThrownBy(() ->
                            Wires.open(
                                    client.wire(), Wires.to(Transport.TLS, address, "example.com")))
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void aTlsListenPointNeedsAKey() {
        assertThatThrownBy(() -> WireConfig.plain("n", Wires.points(Transport.TLS).getFirst()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
