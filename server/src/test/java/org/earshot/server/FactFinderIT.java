package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigFiles;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.doctor.Diagnosis;
import org.earshot.server.doctor.FactFinder;
import org.earshot.server.doctor.Facts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the doctor finds of a real server.
class FactFinderIT {
    @TempDir private Path temp;

    private Facts facts(Path data, boolean running, Instant now) throws Exception {
        ServerConfig config =
                ConfigFiles.read(
                        Optional.empty(),
                        Optional.of(data),
                        List.of(
                                "listen.udp=127.0.0.1:0",
                                "listen.tcp=off",
                                "listen.tls=127.0.0.1:0"),
                        Map.of());
        return new FactFinder(
                        config,
                        running,
                        _ -> Optional.of(List.of("sip.example.org")),
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
            assertThat(before.certificate().orElseThrow().own()).isFalse();
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
}
