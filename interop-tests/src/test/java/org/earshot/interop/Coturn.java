package org.earshot.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.relay.RelayCredential;
import org.earshot.common.relay.RelaySecret;
import org.earshot.softphone.media.ice.StunMessage;
import org.earshot.softphone.media.ice.TransactionId;

/// coturn, somebody else's STUN and TURN server: UDP, TCP and TLS on loopback, and time-limited credentials of a secret that it
/// shares with whoever hands them out. Its files are all in the test's folder.
final class Coturn {
    static final String REALM = "test.example";
    static final String SECRET = "shared-by-the-test-and-coturn";

    private final InetSocketAddress address;
    private final InetSocketAddress tlsAddress;
    private final Path authority;

    private Coturn(InetSocketAddress address, InetSocketAddress tlsAddress, Path authority) {
        this.address = address;
        this.tlsAddress = tlsAddress;
        this.authority = authority;
    }

    /// Starts one.
    ///
    /// @param name of its files in the lab
    /// @param host a loopback address, on which it listens and relays
    /// @param more options
    static Coturn start(Lab lab, String name, InetAddress host, String... more) throws IOException {
        String program = Lab.program("turnserver");
        Path folder = lab.privateFolder(name);
        ServerNames names = ServerNames.of(REALM, List.of(host));
        Path ca = folder.resolve("ca.pem");
        Path certificate = folder.resolve("tls/server.pem");
        CertificateAuthority authority =
                CertificateAuthority.open(
                        KeyRing.open(folder.resolve("keys")), names, ca, InstantSource.system());
        ServerTls.of(authority, names, certificate, InstantSource.system());
        int port = Lab.freePortPair();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program,
                                "-n",
                                "--listening-ip=" + host.getHostAddress(),
                                "--relay-ip=" + host.getHostAddress(),
                                "--listening-port=" + port,
                                "--tls-listening-port=" + (port + 1),
                                "--cert=" + certificate,
                                "--pkey=" + certificate,
                                "--no-dtls",
                                "--realm=" + REALM,
                                "--use-auth-secret",
                                "--static-auth-secret=" + SECRET,
                                "--allow-loopback-peers",
                                "--no-cli",
                                "--no-rfc5780",
                                "--relay-threads=1",
                                "--userdb=" + folder.resolve("users.db"),
                                "--pidfile=" + folder.resolve("pid"),
                                "--log-file=stdout",
                                "--verbose"));
        command.addAll(List.of(more));
        lab.startLogged(name, command);
        Coturn coturn =
                new Coturn(
                        new InetSocketAddress(host, port),
                        new InetSocketAddress(host, port + 1),
                        ca);
        coturn.awaitUdp();
        coturn.awaitTcp(coturn.address);
        coturn.awaitTcp(coturn.tlsAddress);
        return coturn;
    }

    /// Where it takes UDP and TCP.
    InetSocketAddress address() {
        return address;
    }

    /// Where it takes TLS; its certificate names [#REALM] and the address.
    InetSocketAddress tlsAddress() {
        return tlsAddress;
    }

    /// Trusts its certificate.
    SSLContext trust() {
        return TrustedCertificates.fromPem(authority).context();
    }

    /// Credentials for somebody, as draft-uberti-behave-turn-rest has them.
    ///
    /// @param validity from now on; negative for such as have expired
    static RelayCredential credentials(String user, Duration validity) {
        return RelaySecret.of(SECRET).credential(user, Instant.now().plus(validity));
    }

    private void awaitUdp() throws IOException {
        byte[] request =
                StunMessage.request(StunMessage.BINDING, TransactionId.random(new SecureRandom()))
                        .unsigned();
        try (DatagramSocket socket = new DatagramSocket(0, address.getAddress())) {
            socket.connect(address); // hears of a closed port at once
            socket.setSoTimeout(200);
            for (int attempt = 0; attempt < 150; attempt++) {
                try {
                    socket.send(new DatagramPacket(request, request.length));
                    socket.receive(new DatagramPacket(new byte[2000], 2000));
                    return;
                } catch (SocketTimeoutException e) {
                    // not up yet
                } catch (PortUnreachableException e) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                }
            }
        }
        throw new IOException("coturn does not answer");
    }

    private void awaitTcp(InetSocketAddress listener) throws IOException {
        for (int attempt = 0; attempt < 150; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(listener, 1_000);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        throw new IOException("coturn does not listen on " + listener);
    }
}
