package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A running server feeds a syslog server over TLS, and what that wrote proves its record.
class CustodyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path temp;
    private SSLServerSocket syslog;
    private Path log;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        log = temp.resolve("audit.log");
        ServerNames names =
                ServerNames.of("custodian.test", List.of(InetAddress.getLoopbackAddress()));
        InstantSource clock = InstantSource.system();
        CertificateAuthority authority =
                CertificateAuthority.open(
                        KeyRing.open(temp.resolve("custodian")),
                        names,
                        temp.resolve("custodian.pem"),
                        clock);
        syslog =
                (SSLServerSocket)
                        ServerTls.of(authority, names, temp.resolve("tls/server.pem"), clock)
                                .context()
                                .getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::write);
        server =
                Server.start(
                        ConfigFiles.read(
                                Optional.empty(),
                                Optional.of(temp.resolve("data")),
                                List.of(
                                        "listen.udp=127.0.0.1:0",
                                        "listen.tcp=off",
                                        "listen.tls=off",
                                        "archive.syslog=127.0.0.1:" + syslog.getLocalPort(),
                                        "archive.syslogCa=" + temp.resolve("custodian.pem")),
                                Map.of()),
                        ServerMain.Role.BOTH,
                        InstantSource.system());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        syslog.close();
    }

    /// As a syslog server with its traditional format: time and host, and the message.
    private void write() {
        try (SSLSocket socket = (SSLSocket) syslog.accept();
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (true) {
                int length = 0;
                for (int digit = in.read(); digit != ' '; digit = in.read()) {
                    if (digit < 0) {
                        return;
                    }
                    length = 10 * length + (digit - '0');
                }
                String message = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
                Files.writeString(
                        log,
                        "Nov 26 21:14:03 " + message.split(" ", 8)[7] + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private AdminAnswer admin(String... command) {
        return AdminClient.ask(temp.resolve("data"), new AdminRequest(List.of(command), ""))
                .orElseThrow();
    }

    @Test
    void whatTheCustodianGotProvesTheRecord() {
        assertThat(admin("user", "list").status()).isZero(); // which is recorded
        long end = System.nanoTime() + PATIENCE.toNanos();
        AdminAnswer verdict = admin("archive", "verify", "--against", log.toString());
        while (verdict.status() != 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            verdict = admin("archive", "verify", "--against", log.toString());
        }
        assertThat(verdict.output() + verdict.errors()).contains("intact");
        assertThat(admin("status").output()).doesNotContain("archive.syslog");
    }
}
