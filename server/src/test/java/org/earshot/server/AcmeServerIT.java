package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.server.acme.FakeAuthority;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server that gets its certificate from an authority.
class AcmeServerIT {
    private static final Pattern TLS = Pattern.compile(" tls=127\\.0\\.0\\.1:([0-9]+)");

    @TempDir private Path folder;

    @Test
    void phonesAreShownTheAuthoritysCertificateWithoutARestartAndAfterOneAtOnce() throws Exception {
        try (FakeAuthority authority =
                FakeAuthority.start(folder.resolve("authority"), InstantSource.system())) {
            int port = freePort(); // only now: whatever the authority listens on has its ports
            String[] settings = {
                "domain=earshot.example",
                "tls.acme.directory=" + authority.directory(),
                "tls.acme.agreeToTerms=true",
                "tls.acme.names=sip.earshot.example",
                "tls.acme.listen=127.0.0.1:" + port,
                "tls.acme.trusted=" + authority.trusted(),
                "https.listen=127.0.0.1:0",
                "https.url=https://sip.earshot.example"
            };
            authority.looksAt(port);
            Path data = folder.resolve("data");
            try (MonitoredServer server = MonitoredServer.start(data, settings)) {
                X509Certificate shown = shown(server, authority.root());
                Instant end = Instant.now().plus(Duration.ofSeconds(30));
                while (!isOf(authority, shown) && Instant.now().isBefore(end)) {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                    shown = shown(server, authority.root());
                }
                assertThat(shown.getSubjectAlternativeNames().toString())
                        .contains("earshot.example", "sip.earshot.example");
                shown.verify(authority.root().getPublicKey());
                AdminAnswer invitation =
                        AdminClient.ask(
                                        server.data(),
                                        new AdminRequest(List.of("invitation", "add"), ""))
                                .orElseThrow();
                assertThat(invitation.output())
                        .as("a phone trusts whom its system trusts")
                        .contains("earshot://invite/earshot.example?service=")
                        .doesNotContain("&ca=");
            }
            authority.looksAt(1);
            try (MonitoredServer server = MonitoredServer.startAgain(data, settings)) {
                shown(server, authority.root()).verify(authority.root().getPublicKey());
            }
        }
    }

    private static boolean isOf(FakeAuthority authority, X509Certificate shown) {
        return shown.getIssuerX500Principal().equals(authority.root().getSubjectX500Principal());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static X509Certificate ofOurs(MonitoredServer server)
            throws IOException, CertificateException {
        try (InputStream pem = Files.newInputStream(server.data().resolve("ca.pem"))) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    /// What a phone is shown in the handshake that trusts both.
    private static X509Certificate shown(MonitoredServer server, X509Certificate root)
            throws Exception {
        Matcher at = TLS.matcher(server.server().ready());
        assertThat(at.find()).as(server.server().ready()).isTrue();
        SSLContext any = TrustedCertificates.of(List.of(root, ofOurs(server))).context();
        try (SSLSocket socket =
                (SSLSocket)
                        any.getSocketFactory()
                                .createSocket(
                                        InetAddress.getLoopbackAddress(),
                                        Integer.parseInt(at.group(1)))) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
