package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.earshot.server.config.ServerConfig;
import org.earshot.server.doctor.ConsoleFacts;
import org.earshot.server.doctor.Diagnosis;
import org.earshot.server.doctor.FactFinder;
import org.earshot.server.doctor.Facts;
import org.earshot.server.doctor.SystemNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the doctor finds of a real server.
class FactFinderIT {
    @TempDir private Path temp;

    private Facts facts(Path data, boolean running, Instant now, String... more) throws Exception {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "listen.udp=127.0.0.1:0",
                                "listen.tcp=off",
                                "listen.tls=127.0.0.1:0"));
        settings.addAll(List.of(more));
        ServerConfig config =
                ConfigFiles.read(Optional.empty(), Optional.of(data), settings, Map.of());
        return new FactFinder(
                        config,
                        running,
                        new SystemNames(), // is not asked: nobody else comes
                        () -> Optional.of(true),
                        InstantSource.fixed(now))
                .facts();
    }

    @Test
    void aServerAndItsBackup() throws Exception {
        Path data = temp.resolve("data");
        Instant now = InstantSource.system().instant();
        assertThat(facts(data, false, now).backups()).isEmpty(); // there is nothing yet
        try (MonitoredServer on = MonitoredServer.start(data)) {
            Facts before = facts(data, true, now);
            assertThat(before.data()).contains("rwx------");
            assertThat(before.roomBytes()).isPositive();
            assertThat(before.keyRing()).isEmpty();
            assertThat(before.taken()).isEmpty();
            assertThat(before.certificate().orElseThrow().namesDomain()).isTrue();
            assertThat(before.certificate().orElseThrow().source())
                    .isEqualTo(Facts.Certificate.Source.OURS);
            assertThat(before.certificate().orElseThrow().daysLeft()).isPositive();
            assertThat(before.backups()).contains(new Facts.Backups(Optional.empty()));
            assertThat(Diagnosis.of(before)).anyMatch(of -> of.about().equals("backup"));

            AdminAnswer made =
                    AdminClient.ask(
                                    on.data(),
                                    new AdminRequest(
                                            List.of(
                                                    "backup",
                                                    temp.resolve("copy").toString(),
                                                    "--keys",
                                                    temp.resolve("keys").toString(),
                                                    "--password-stdin"),
                                            "correct horse battery"))
                            .orElseThrow();
            assertThat(made.status()).as(made.errors()).isZero();
            assertThat(facts(data, true, now.plusSeconds(60)).backups())
                    .contains(new Facts.Backups(Optional.of(0L)));
            Facts later = facts(data, true, now.plus(Duration.ofDays(9)));
            assertThat(Diagnosis.of(later))
                    .filteredOn(of -> of.about().equals("backup"))
                    .singleElement()
                    .satisfies(of -> assertThat(of.problem()).contains("days old"));
        }
    }

    @Test
    void theConsoleOfOneThatRuns() throws Exception {
        Path data = temp.resolve("data");
        Instant now = InstantSource.system().instant();
        String at;
        try (MonitoredServer on = MonitoredServer.start(data)) {
            at = "127.0.0.1:" + on.console().getPort();
            assertThat(facts(data, true, now, "console.listen=" + at).console())
                    .containsExactly(new ConsoleFacts(at, true, Optional.empty()));
        }
        assertThat(facts(data, true, now, "console.listen=" + at).console())
                .containsExactly(new ConsoleFacts(at, false, Optional.empty()));
        assertThat(facts(data, false, now, "console.listen=" + at).console()).isEmpty();
    }

    @Test
    void theCertificateThatTheConsoleShows() throws Exception {
        Optional<InetAddress> other = MonitoringIT.otherAddress();
        assumeTrue(other.isPresent(), "SKIPPED: this machine has loopback addresses alone");
        Path file = Files.writeString(temp.resolve("token"), "0123456789abcdef0123456789abcdef");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Path data = temp.resolve("data");
        String at = other.get().getHostAddress() + ":";
        String token = "console.tokenFile=" + file;
        try (MonitoredServer on =
                MonitoredServer.start(data, "console.listen=" + at + "0", token)) {
            at += on.console().getPort();
            Facts found =
                    facts(
                            data,
                            true,
                            InstantSource.system().instant(),
                            "console.listen=" + at,
                            token);
            assertThat(found.console()).hasSize(1);
            assertThat(found.console().getFirst().answers()).isTrue();
            Facts.Certificate shown = found.console().getFirst().certificate().orElseThrow();
            assertThat(shown.namesDomain()).isTrue();
            assertThat(shown.source()).isEqualTo(Facts.Certificate.Source.OURS);
            assertThat(shown.daysLeft()).isPositive();
        }
    }

    @Test
    void theCustodian() throws Exception {
        Path data = temp.resolve("data");
        Path anchors = Files.createDirectories(data.resolve("anchors"));
        Instant now = InstantSource.system().instant();
        ServerNames names =
                ServerNames.of("custodian.test", List.of(InetAddress.getLoopbackAddress()));
        Path pem = temp.resolve("custodian.pem");
        CertificateAuthority authority =
                CertificateAuthority.open(
                        KeyRing.open(temp.resolve("custodian")),
                        names,
                        pem,
                        InstantSource.system());
        String[] settings;
        try (SSLServerSocket syslog =
                (SSLServerSocket)
                        ServerTls.of(
                                        authority,
                                        names,
                                        temp.resolve("tls/server.pem"),
                                        InstantSource.system())
                                .context()
                                .getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> shakeHands(syslog));
            settings =
                    new String[] {
                        "archive.syslog=127.0.0.1:" + syslog.getLocalPort(),
                        "archive.syslogCa=" + pem
                    };
            assertThat(facts(data, false, now, settings).custodian().orElseThrow().failure())
                    .isEmpty();
        }
        Facts away = facts(data, false, now, settings);
        assertThat(away.custodian().orElseThrow().failure()).isPresent();
        assertThat(away.custodian().orElseThrow().behind()).isZero();

        Path chain = Files.writeString(anchors.resolve("chain"), "");
        Path sent = Files.writeString(anchors.resolve("custodian.sent"), "");
        Files.setLastModifiedTime(chain, FileTime.from(now));
        Files.setLastModifiedTime(sent, FileTime.from(now.minusSeconds(7200)));
        assertThat(facts(data, false, now, settings).custodian().orElseThrow().behind())
                .isEqualTo(Duration.ofHours(2));
        Files.setLastModifiedTime(sent, FileTime.from(now.plusSeconds(1)));
        assertThat(facts(data, false, now, settings).custodian().orElseThrow().behind()).isZero();
        assertThat(facts(data, false, now).custodian()).isEmpty();
    }

    private static void shakeHands(SSLServerSocket at) {
        try (SSLSocket socket = (SSLSocket) at.accept()) {
            socket.startHandshake();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // the test is over
        }
    }
}
