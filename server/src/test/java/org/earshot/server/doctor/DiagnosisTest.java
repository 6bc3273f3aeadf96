package org.earshot.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final InetSocketAddress PUBLIC = at("192.0.2.1", 5061);
    private static final Facts.Certificate GOOD = new Facts.Certificate(true, 200, true);
    private static final Map<String, List<String>> SRV =
            Map.of("_sips._tcp.example.org", List.of("sip.example.org"));

    private String domain = "example.org";
    private boolean running;
    private Map<String, InetSocketAddress> listeners = Map.of("listen.tls", PUBLIC);
    private List<String> taken = List.of();
    private Map<String, List<String>> services = SRV;
    private Optional<Facts.Certificate> certificate = Optional.of(GOOD);
    private Optional<String> data = Optional.of("rwx------");
    private long room = 100L << 30;
    private Optional<String> keys = Optional.empty();
    private Optional<Facts.Backups> backups = Optional.empty();

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private void complains(String... expected) {
        assertThat(
                        Diagnosis.of(
                                        new Facts(
                                                domain,
                                                running,
                                                listeners,
                                                taken,
                                                services,
                                                certificate,
                                                data,
                                                room,
                                                keys,
                                                backups))
                                .stream()
                                .map(of -> (of.grave() ? "!" : "") + of.about())
                                .toList())
                .containsExactly(expected);
    }

    @Test
    void nothingIsWrong() {
        complains();
    }

    @Test
    void theFolder() {
        data = Optional.of("rwxr-xr-x");
        room = 100L << 20;
        keys = Optional.of("the database belongs to another key ring");
        complains("!data", "!keys", "!disk");
        data = Optional.empty();
        keys = Optional.empty();
        room = 1L << 30;
        complains("disk");
    }

    @Test
    void theSockets() {
        taken = List.of("listen.tls");
        complains("!ports");
        running = true;
        complains("!ports");
        taken = List.of();
        listeners = Map.of("listen.tls", at("127.0.0.1", 5061));
        complains("listen");
        for (String inside : List.of("10.1.2.3", "192.168.1.2", "172.16.0.1", "fd00::1")) {
            listeners = Map.of("listen.tls", at(inside, 5061));
            complains("nat");
        }
        listeners = Map.of("listen.udp", PUBLIC);
        complains("!tls");
    }

    @Test
    void theCertificate() {
        certificate = Optional.of(new Facts.Certificate(false, 200, true));
        complains("!certificate");
        certificate = Optional.of(new Facts.Certificate(true, -1, true));
        complains("!certificate");
        certificate = Optional.of(new Facts.Certificate(true, 13, true));
        complains("certificate");
        // the server renews its own
        certificate = Optional.of(new Facts.Certificate(true, 13, false));
        complains();
        certificate = Optional.empty();
        complains();
    }

    @Test
    void theLastBackup() {
        backups = Optional.of(new Facts.Backups(Optional.of(7L)));
        complains();
        backups = Optional.of(new Facts.Backups(Optional.of(8L)));
        complains("backup");
        backups = Optional.of(new Facts.Backups(Optional.empty()));
        complains("backup");
    }

    @Test
    void theNames() {
        services = Map.of("_sips._tcp.example.org", List.of());
        complains("dns");
        services = Map.of();
        complains("dns");
        domain = "192.0.2.1";
        complains();
        domain = "localhost";
        complains("!domain");
    }
}
