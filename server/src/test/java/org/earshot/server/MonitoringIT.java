package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A whole server that is watched, over real sockets.
class MonitoringIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";

    @TempDir private Path temp;

    private MonitoredServer start(String... settings) throws IOException {
        return MonitoredServer.start(temp.resolve("data"), settings);
    }

    private static double number(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void requestsPhonesMessagesAndCallsAreCounted() throws Exception {
        try (MonitoredServer on = start();
                UdpPhone phone = new UdpPhone(on.server())) {
            String before = on.metrics();
            assertThat(number(before, "earshot_users_online")).isZero();
            assertThat(number(before, "earshot_database_up")).isOne();

            assertThat(phone.ask("REGISTER", "alice", "Expires: 600", "")).contains(" 200 OK");
            assertThat(phone.ask("MESSAGE", "bob", "Content-Type: text/plain", "Hello"))
                    .contains(" 202 ");
            assertThat(phone.ask("INVITE", "nobody", "Content-Type: application/sdp", SDP))
                    .contains(" 404 ");
            assertThat(phone.ask("EVIL-METHOD", "nobody", "", "")).startsWith("SIP/2.0 4");
            phone.send("MESSAGE sip:bob@localhost SIP/2.0\r\nVia: nonsense\r\n\r\n");
            phone.ask("OPTIONS", "nobody", "", "");

            String metrics = await(on, "earshot_calls_ended_total{outcome=\"not_found\"}", 1);
            assertThat(number(metrics, "earshot_users_online")).isOne();
            assertThat(number(metrics, "earshot_registrations")).isOne();
            assertThat(number(metrics, request("REGISTER", "200"))).isOne();
            assertThat(number(metrics, request("MESSAGE", "202"))).isOne();
            assertThat(number(metrics, request("INVITE", "404"))).isOne();
            assertThat(metrics).contains("earshot_sip_requests_total{code=", "method=\"other\"");
            assertThat(metrics).doesNotContain("EVIL", "alice", "bob", "@phone");
            assertThat(number(metrics, "earshot_sip_malformed_messages_total")).isOne();
            assertThat(number(metrics, "earshot_messages_total{outcome=\"accepted\"}")).isOne();
            assertThat(number(metrics, "earshot_archive_events_total{event=\"message_received\"}"))
                    .isOne();
            assertThat(
                            number(
                                    metrics,
                                    "earshot_archive_write_duration_seconds_count{urgent=\"true\"}"))
                    .isPositive();
            assertThat(
                            number(
                                    metrics,
                                    "earshot_sip_request_duration_seconds_count{method=\"MESSAGE\"}"))
                    .isOne();
            assertThat(number(metrics, "earshot_messages_waiting")).isNotNaN();
            assertThat(number(metrics, "hikaricp_connections{pool=\"earshot-db\"}")).isPositive();
        }
    }

    private static String request(String method, String code) {
        return "earshot_sip_requests_total{code=\"%s\",method=\"%s\"}".formatted(code, method);
    }

    /// What is counted when it is in the record comes a moment after the answer.
    private static String await(MonitoredServer on, String series, double least)
            throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        String metrics = on.metrics();
        while (!(number(metrics, series) >= least) && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            metrics = on.metrics();
        }
        assertThat(number(metrics, series)).as(series).isGreaterThanOrEqualTo(least);
        return metrics;
    }

    @Test
    void aRequestOfAStrangerAndAConnectionAreCounted() throws Exception {
        try (MonitoredServer on = start("security.trusted=192.0.2.0/24");
                UdpPhone phone = new UdpPhone(on.server());
                Socket tcp = new Socket(InetAddress.getLoopbackAddress(), port(on, "tcp"))) {
            assertThat(phone.ask("REGISTER", "alice", "", "")).contains(" 401 ");
            tcp.getOutputStream().write('\r');
            String metrics = await(on, "earshot_sip_connections{transport=\"tcp\"}", 1);
            assertThat(
                            number(
                                    metrics,
                                    "earshot_sip_unauthenticated_requests_total{credentials=\"without\",method=\"REGISTER\"}"))
                    .isOne();
            assertThat(number(metrics, "earshot_auth_paused_sources")).isZero();
            assertThat(number(metrics, request("REGISTER", "401"))).isOne();
        }
    }

    private static int port(MonitoredServer on, String transport) {
        Matcher port =
                Pattern.compile(" " + transport + "=127\\.0\\.0\\.1:([0-9]+)")
                        .matcher(on.server().ready());
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    @Test
    void healthAndReadinessAskEachSocketAndTheDatabase() throws Exception {
        try (MonitoredServer on = start()) {
            MonitoredServer.Answer ready = on.get("/ready");
            assertThat(ready.status()).as(ready.body()).isEqualTo(200);
            assertThat(ready.head())
                    .containsIgnoringCase("Content-Type: application/json")
                    .containsIgnoringCase("Cache-Control: no-store");
            JsonNode answer = JSON.readTree(ready.body());
            assertThat(answer.get("ready").booleanValue()).isTrue();
            assertThat(checks(answer))
                    .containsExactly(
                            "sip udp 127.0.0.1:" + port(on, "udp"),
                            "sip tcp 127.0.0.1:" + port(on, "tcp"),
                            "sip tls 127.0.0.1:" + port(on, "tls"),
                            "database");
            JsonNode health = JSON.readTree(on.get("/health").body());
            assertThat(health.get("healthy").booleanValue()).isTrue();
            assertThat(checks(health)).hasSize(3).doesNotContain("database");
            assertThat(number(on.metrics(), request("OPTIONS", "200"))).isGreaterThanOrEqualTo(6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachRoleIsReadyAndTellsItsNumbers(ServerMain.Role role) throws Exception {
        try (MonitoredServer on = MonitoredServer.start(role, temp.resolve("data"))) {
            assertThat(on.get("/ready").status()).as(on.get("/ready").body()).isEqualTo(200);
            String metrics = on.metrics();
            assertThat(number(metrics, "earshot_database_up")).isOne();
            assertThat(metrics.contains("earshot_calls_live"))
                    .isEqualTo(role != ServerMain.Role.REGISTRAR);
        }
    }

    private static List<String> checks(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.get("checks").forEach(check -> names.add(check.get("check").textValue()));
        return names;
    }

    @Test
    void withTheDatabaseGoneItLivesAndIsNotReadyUntilThatIsBack() throws Exception {
        try (MariaDb database = MariaDb.start();
                MonitoredServer on =
                        start(
                                "database.url=" + database.newDatabase().url(),
                                "database.user=root",
                                "bus.listen=off")) {
            assertThat(on.get("/ready").status()).isEqualTo(200);
            assertThat(number(on.metrics(), "earshot_nodes")).isOne();
            assertThat(
                            number(
                                    on.metrics(),
                                    "hikaricp_connections{pool=\"earshot-db-transactions\"}"))
                    .isPositive();
            database.kill();
            MonitoredServer.Answer gone = awaitStatus(on, 503);
            JsonNode why = JSON.readTree(gone.body()).get("checks").get(3);
            assertThat(why.get("check").textValue()).isEqualTo("database");
            assertThat(why.get("good").booleanValue()).isFalse();
            assertThat(why.get("problem").textValue()).isNotBlank();
            assertThat(on.get("/health").status()).isEqualTo(200);
            String metrics = on.metrics();
            assertThat(number(metrics, "earshot_database_up")).isZero();
            assertThat(number(metrics, "earshot_users_online")).isNaN();
            assertThat(metrics).contains("earshot_users_online NaN");
            database.launch();
            awaitStatus(on, 200);
        }
    }

    private static MonitoredServer.Answer awaitStatus(MonitoredServer on, int status)
            throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        MonitoredServer.Answer answer = on.get("/ready");
        while (answer.status() != status && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            answer = on.get("/ready");
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    @Test
    void whoeverAsksWronglyIsToldSoAndNobodyElseSuffers() throws Exception {
        try (MonitoredServer on = start()) {
            assertThat(on.get("/metrics", "localhost:5080").status()).isEqualTo(200);
            assertThat(on.get("/metrics", "[::1]:5080").status()).isEqualTo(200);
            for (String host :
                    List.of("evil.example.com", "127.0.0.1.evil.example.com", "", "a b")) {
                assertThat(on.get("/metrics", host).status()).as(host).isIn(400, 421);
                assertThat(on.get("/ready", host).body()).as(host).doesNotContain("sip udp");
            }
            assertThat(on.get("/nothing").status()).isEqualTo(404);
            MonitoredServer.Answer head =
                    on.send("HEAD /ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(on.get("/metrics/../../etc/passwd").status()).isIn(400, 404);
            assertThat(
                            on.send(
                                            "POST /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                                    .status())
                    .isEqualTo(405);
            assertThat(
                            on.send(
                                            "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "
                                                    + "a".repeat(20_000)
                                                    + "\r\n\r\n")
                                    .status())
                    .isEqualTo(431);
            assertThat(
                            on.send(
                                            "GET /"
                                                    + "a".repeat(20_000)
                                                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                                    .status())
                    .isIn(414, 431);
            assertThat(on.send("\u0016\u0003\u0001 hello\r\n\r\n").status()).isEqualTo(400);
            assertThat(on.send("GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n").status())
                    .isEqualTo(400);
            assertThat(on.get("/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void unsetItIsOnLoopbackAndAPortThatIsTakenStopsNobody() throws Exception {
        ServerSocket taken = null;
        try {
            taken = new ServerSocket(5080, 1, InetAddress.getLoopbackAddress());
        } catch (IOException _) {
            // somebody else has it
        }
        try (MonitoredServer on = start("console.listen=")) {
            assertThat(on.console().getAddress().isLoopbackAddress()).isTrue();
            assertThat(on.console().getPort()).isNotEqualTo(5080).isPositive();
            assertThat(on.get("/health").status()).isEqualTo(200);
            Optional<InetAddress> other = otherAddress();
            if (other.isPresent()) {
                assertThatThrownBy(() -> new Socket(other.get(), on.console().getPort()).close())
                        .isInstanceOf(ConnectException.class);
            }
        } finally {
            if (taken != null) {
                taken.close();
            }
        }
    }

    @Test
    void offNothingIsServedAndATakenPortThatWasSetStopsTheStart() throws Exception {
        try (MonitoredServer on = start("console.listen=off")) {
            assertThat(on.server().ready()).doesNotContain("console");
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> start("console.listen=" + address))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("console.listen: " + address)
                    .hasMessageContaining("another program");
        }
    }

    static Optional<InetAddress> otherAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    @Test
    void fromElsewhereItIsOverTlsAndTheNumbersAreForWhoHasTheToken() throws Exception {
        Optional<InetAddress> other = otherAddress();
        assumeTrue(other.isPresent(), "SKIPPED: this machine has loopback addresses alone");
        String token = "0123456789abcdef0123456789abcdef";
        Path file = Files.writeString(temp.resolve("token"), token + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (MonitoredServer on =
                start(
                        "console.listen=" + other.get().getHostAddress() + ":0",
                        "console.tokenFile=" + file)) {
            InetSocketAddress console = on.console();
            SSLContext tls = TrustedCertificates.fromPem(on.data().resolve("ca.pem")).context();
            String known = "Authorization: Bearer " + token + "\r\n";
            MonitoredServer.Answer unknown = MonitoredServer.get(console, tls, "/metrics", "");
            assertThat(unknown.status()).as(unknown + "").isEqualTo(401);
            assertThat(
                            MonitoredServer.get(
                                            console, tls, "/metrics", "Authorization: Bearer x\r\n")
                                    .status())
                    .isEqualTo(401);
            MonitoredServer.Answer metrics = MonitoredServer.get(console, tls, "/metrics", known);
            assertThat(metrics.status()).isEqualTo(200);
            Instant expires =
                    Instant.ofEpochSecond(
                            (long)
                                    number(
                                            metrics.body(),
                                            "earshot_tls_certificate_expiry_timestamp_seconds"));
            assertThat(expires).isAfter(InstantSource.system().instant().plus(20, ChronoUnit.DAYS));
            MonitoredServer.Answer ready = MonitoredServer.get(console, tls, "/ready", "");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(JSON.readTree(ready.body())).hasSize(1);
            assertThat(MonitoredServer.get(console, tls, "/ready", known).body())
                    .contains("sip udp 127.0.0.1:");
            // without TLS there is no answer at all
            assertThat(on.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n").head())
                    .doesNotContain(" 200 ");
        }
    }
}
