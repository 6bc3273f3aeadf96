package org.earshot.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final InetSocketAddress PUBLIC = at("192.0.2.1", 5061);
    private static final Facts.Certificate GOOD =
            new Facts.Certificate(true, 200, 365, Facts.Certificate.Source.GIVEN);
    private static final String TLS = "_sips._tcp.example.org";
    private static final String TCP = "_sip._tcp.example.org";
    private static final String UDP = "_sip._udp.example.org";
    private static final String HOST = "sip.example.org";

    private String domain = "example.org";
    private boolean running;
    private Map<String, InetSocketAddress> listeners = Map.of("listen.tls", PUBLIC);
    private List<String> taken = List.of();
    private Map<String, List<DomainNames.Service>> services =
            new HashMap<>(Map.of(TLS, to(HOST, 5061), TCP, List.of(), UDP, List.of()));
    private Optional<List<String>> transports = Optional.of(List.of());
    private Map<String, List<InetAddress>> addresses =
            new HashMap<>(Map.of(HOST, List.of(InetAddress.ofLiteral("192.0.2.1"))));
    private Optional<String> httpsHost = Optional.empty();
    private Optional<Facts.Certificate> certificate = Optional.of(GOOD);
    private Optional<String> data = Optional.of("rwx------");
    private long room = 100L << 30;
    private Optional<String> keys = Optional.empty();
    private Optional<Facts.Backups> backups = Optional.empty();
    private ClockFacts clock = new ClockFacts(Optional.of(true), Optional.empty());
    private Optional<DatabaseFacts> database = Optional.empty();
    private Optional<CustodianFacts> custodian = Optional.empty();
    private List<ConsoleFacts> console = List.of();
    private List<RelayFacts> relays = List.of();

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static List<DomainNames.Service> to(String host, int port) {
        return List.of(new DomainNames.Service(host, port));
    }

    private List<Complaint> complaints() {
        return Diagnosis.of(
                new Facts(
                        domain,
                        running,
                        listeners,
                        taken,
                        Optional.of(
                                new NameFacts(
                                        services,
                                        transports,
                                        addresses,
                                        Set.of(InetAddress.ofLiteral("192.0.2.1")),
                                        httpsHost)),
                        certificate,
                        data,
                        room,
                        keys,
                        backups,
                        clock,
                        database,
                        custodian,
                        console,
                        relays));
    }

    private void complains(String... expected) {
        assertThat(complaints().stream().map(of -> (of.grave() ? "!" : "") + of.about()).toList())
                .containsExactly(expected);
        // each says what to do
        assertThat(complaints()).noneMatch(of -> of.problem().isBlank() || of.remedy().isBlank());
    }

    private void says(String... words) {
        assertThat(complaints()).hasSize(1);
        assertThat(complaints().getFirst().problem() + ": " + complaints().getFirst().remedy())
                .contains(words);
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
        listeners = Map.of("listen.udp", at("192.0.2.1", 5060));
        services.put(TLS, List.of());
        services.put(UDP, to(HOST, 5060));
        complains("!tls");
    }

    private static Facts.Certificate of(long days, long life, Facts.Certificate.Source source) {
        return new Facts.Certificate(true, days, life, source);
    }

    @Test
    void theCertificate() {
        certificate =
                Optional.of(new Facts.Certificate(false, 200, 365, Facts.Certificate.Source.GIVEN));
        complains("!certificate");
        certificate =
                Optional.of(new Facts.Certificate(true, -1, 365, Facts.Certificate.Source.GIVEN));
        complains("!certificate");
        certificate =
                Optional.of(new Facts.Certificate(true, 13, 365, Facts.Certificate.Source.GIVEN));
        complains("certificate");
        // the server renews its own
        certificate =
                Optional.of(new Facts.Certificate(true, 13, 365, Facts.Certificate.Source.OURS));
        complains();
        // a public authority's is due when a third of its life is left
        certificate = Optional.of(of(14, 90, Facts.Certificate.Source.AUTHORITY));
        complains("certificate");
        certificate = Optional.of(of(16, 90, Facts.Certificate.Source.AUTHORITY));
        complains();
        certificate = Optional.of(of(2, 6, Facts.Certificate.Source.AUTHORITY));
        complains();
        certificate = Optional.of(of(200, 365, Facts.Certificate.Source.INSTEAD));
        complains("certificate");
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
    void theDomain() {
        services.clear();
        complains("dns");
        says("no name server answered");
        domain = "localhost";
        complains("!domain");
    }

    @Test
    void recordsThatAreMissing() {
        services.put(TLS, List.of());
        complains("dns");
        listeners =
                Map.of(
                        "listen.tls",
                        PUBLIC,
                        "listen.udp",
                        at("192.0.2.1", 5060),
                        "listen.tcp",
                        at("192.0.2.1", 5070));
        complains("dns");
        says(
                TCP + ", " + UDP + ", " + TLS,
                UDP + ". 3600 IN SRV 10 10 5060 HOST.example.org.",
                TCP + ". 3600 IN SRV 10 10 5070",
                TLS + ". 3600 IN SRV 10 10 5061");
        services.put(TLS, to(HOST, 5061));
        services.put(UDP, to(HOST, 5060));
        says("no record " + TCP + ":");
        // decidedly not offered
        services.put(TCP, to("", 0));
        complains();
    }

    @Test
    void recordsThatLeadNowhere() {
        addresses.clear();
        complains("!dns");
        says(TLS + " names " + HOST + ", which has no address", "A or AAAA");
        addresses.put(HOST, List.of(InetAddress.ofLiteral("127.0.1.1")));
        complains("!dns");
        says("each phone looks for the server on itself");
        addresses.put(HOST, List.of(InetAddress.ofLiteral("192.0.2.1")));
        services.put(TLS, to(HOST, 5062));
        complains("!dns");
        says("names port 5062 of this machine, and listen.tls is 5061");
        services.put(TLS, to(HOST, 5061));
        services.put(UDP, to(HOST, 5060));
        complains("dns");
        says("listen.udp is off", "remove the record");
    }

    @Test
    void recordsThatLeadElsewhere() {
        addresses.put(HOST, List.of(InetAddress.ofLiteral("203.0.113.5")));
        complains("nat");
        says(HOST + " (203.0.113.5), which is no address of this machine", "listen.tls 5061");
        // said once, also where this machine has private ones alone
        listeners = Map.of("listen.tls", at("10.1.2.3", 5061));
        complains("nat");
        // another node beside this one is right
        services.put(
                TLS,
                List.of(
                        new DomainNames.Service(HOST, 5061),
                        new DomainNames.Service("this.example.org", 5061)));
        addresses.put("this.example.org", List.of(InetAddress.ofLiteral("192.0.2.1")));
        listeners = Map.of("listen.tls", PUBLIC);
        complains();
    }

    @Test
    void naptrRecords() {
        transports = Optional.of(List.of("SIPS+D2T", "E2U+EMAIL"));
        complains();
        transports = Optional.of(List.of("E2U+EMAIL"));
        complains();
        transports = Optional.empty();
        complains();
        transports = Optional.of(List.of("SIP+D2U"));
        complains("!dns", "dns");
        assertThat(complaints().getFirst().problem()).contains("lack SIPS+D2T");
        assertThat(complaints().getFirst().remedy())
                .contains("example.org. 3600 IN NAPTR 10 10 \"s\" \"SIPS+D2T\" \"\" " + TLS + ".");
        assertThat(complaints().getLast().problem()).contains("SIP+D2U, and listen.udp is off");
    }

    @Test
    void theHttpsService() {
        httpsHost = Optional.of("files.example.org");
        complains("!https");
        says("files.example.org has no address", "https.url");
        addresses.put("files.example.org", List.of(InetAddress.ofLiteral("203.0.113.5")));
        complains();
    }

    @Test
    void theClock() {
        clock = new ClockFacts(Optional.empty(), Optional.of(Duration.ofMillis(-1900)));
        complains();
        clock = new ClockFacts(Optional.of(true), Optional.of(Duration.ofSeconds(-5)));
        complains("clock");
        says("5 s behind the database's", "timedatectl");
        clock = new ClockFacts(Optional.of(true), Optional.of(Duration.ofSeconds(90)));
        complains("!clock");
        says("90 s ahead of the database's", "second factor");
        clock = new ClockFacts(Optional.of(false), Optional.empty());
        complains("clock");
        says("nothing keeps its clock right", "chrony");
    }

    @Test
    void theDatabase() {
        database = Optional.of(new DatabaseFacts(Optional.empty(), List.of()));
        complains();
        database = Optional.of(new DatabaseFacts(Optional.of("Connection refused"), List.of()));
        complains("!database");
        says("Connection refused", "database.url");
        database =
                Optional.of(
                        new DatabaseFacts(Optional.empty(), List.of("sync_binlog is 0, not 1: …")));
        complains("durability");
        says("sync_binlog is 0", "set sync_binlog = 1");
    }

    @Test
    void theCustodian() {
        custodian = Optional.of(custodian(Optional.empty(), Duration.ofMinutes(25)));
        complains();
        custodian = Optional.of(custodian(Optional.of("Connection refused"), Duration.ZERO));
        complains("!custodian");
        says("log.example.org:6514", "Connection refused", "archive.syslogCa");
        custodian = Optional.of(custodian(Optional.empty(), Duration.ofMinutes(90)));
        complains("!custodian");
        says("last 90 minutes has not surely reached", "admin status");
    }

    private static CustodianFacts custodian(Optional<String> failure, Duration behind) {
        return new CustodianFacts("log.example.org:6514", failure, behind);
    }

    @Test
    void theConsole() {
        console = List.of(shown(true, Optional.empty()));
        complains();
        console = List.of(shown(false, Optional.empty()));
        complains("!console");
        says("does not answer at 192.0.2.1:5443", "journalctl");
        console =
                List.of(
                        shown(
                                true,
                                Optional.of(
                                        new Facts.Certificate(
                                                false, 200, 365, Facts.Certificate.Source.GIVEN))));
        complains("console");
        says("names neither the domain nor that address");
        console =
                List.of(
                        shown(
                                true,
                                Optional.of(
                                        new Facts.Certificate(
                                                true, -1, 365, Facts.Certificate.Source.GIVEN))));
        complains("!console");
        says("has ended", "tls.certificate");
        console =
                List.of(
                        shown(
                                true,
                                Optional.of(
                                        new Facts.Certificate(
                                                true, 13, 365, Facts.Certificate.Source.GIVEN))));
        complains("console");
        says("ends in 13 days");
        console =
                List.of(
                        shown(
                                true,
                                Optional.of(
                                        new Facts.Certificate(
                                                true, 13, 365, Facts.Certificate.Source.OURS))));
        complains();
        console =
                List.of(
                        shown(
                                true,
                                Optional.of(
                                        new Facts.Certificate(
                                                true, 2, 365, Facts.Certificate.Source.OURS))));
        complains("console");
        says("start the server anew");
    }

    @Test
    void aRelayThatPhonesDoNotFindIsNamed() {
        String uri = "turn:turn.example.org:3478?transport=udp";
        relays = List.of(new RelayFacts(uri, "turn.example.org", RelayFacts.Found.THERE));
        complains();
        relays = List.of(new RelayFacts(uri, "turn.example.org", RelayFacts.Found.NO_ADDRESS));
        complains("relay");
        says(uri + " of relay.uris has no address", "A or AAAA record for turn.example.org");
        relays = List.of(new RelayFacts(uri, "turn.example.org", RelayFacts.Found.SILENT));
        complains("relay");
        says("does not answer here", "systemctl status coturn");
    }

    private static ConsoleFacts shown(boolean answers, Optional<Facts.Certificate> certificate) {
        return new ConsoleFacts("192.0.2.1:5443", answers, certificate);
    }
}
