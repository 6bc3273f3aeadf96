package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who guesses passwords of phones at a whole server, over real sockets, each place at an address of its own.
class BansIT {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int ACCOUNTS = 4;

    private final AtomicInteger numbers = new AtomicInteger();

    @TempDir private Path temp;
    private Path file;

    @BeforeEach
    void configure() throws IOException {
        file =
                Files.writeString(
                        temp.resolve("earshot.yaml"),
                        "security:\n  bans:\n    accounts: %d\n    exempt: [\"127.0.0.1\"]\n"
                                .formatted(ACCOUNTS));
    }

    private static InetSocketAddress sip(MonitoredServer on, String transport) {
        Matcher at =
                Pattern.compile(" " + transport + "=127\\.0\\.0\\.1:([0-9]+)")
                        .matcher(on.server().ready());
        assertThat(at.find()).as(on.server().ready()).isTrue();
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(at.group(1)));
    }

    /// Phones at one address, over UDP.
    private final class Place implements AutoCloseable {
        private final DatagramSocket socket;
        private final InetSocketAddress server;

        Place(MonitoredServer on, String address) throws IOException {
            server = sip(on, "udp");
            socket = new DatagramSocket(0, InetAddress.ofLiteral(address));
            socket.setSoTimeout(PATIENCE_MILLIS);
        }

        void send(String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        }

        String answer() throws IOException {
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), UTF_8);
        }

        String register(String user) throws IOException {
            send(request(user, "UDP", socket.getLocalAddress(), socket.getLocalPort(), ""));
            return answer();
        }

        /// Registers with a password, wrong or not.
        String register(String user, String password) throws Exception {
            String authorization = PhoneLogin.credentials(register(user), user, password);
            send(
                    request(
                            user,
                            "UDP",
                            socket.getLocalAddress(),
                            socket.getLocalPort(),
                            authorization));
            return answer();
        }

        boolean hasNoAnswer() throws IOException {
            socket.setSoTimeout(1);
            try {
                answer();
                return false;
            } catch (SocketTimeoutException e) {
                return true;
            } finally {
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private String request(
            String user, String transport, InetAddress from, int port, String authorization) {
        int number = numbers.incrementAndGet();
        return """
        REGISTER sip:localhost SIP/2.0
        Via: SIP/2.0/%1$s %2$s:%3$d;branch=z9hG4bK%4$d;rport
        Max-Forwards: 70
        From: <sip:%5$s@localhost>;tag=a
        To: <sip:%5$s@localhost>
        Call-ID: %4$d@phone
        CSeq: 1 REGISTER
        Contact: <sip:%5$s@%2$s:%3$d>
        %6$sContent-Length: 0

        """
                .formatted(transport, from.getHostAddress(), port, number, user, authorization)
                .replace("\n", "\r\n");
    }

    private void guess(Place place, int accounts) throws Exception {
        for (int i = 0; i < accounts; i++) {
            assertThat(place.register("nobody" + i, "a guess")).contains(" 401 ");
        }
    }

    private static String admin(MonitoredServer on, String... command) throws IOException {
        AdminAnswer answer =
                AdminClient.ask(on.data(), new AdminRequest(List.of(command), "")).orElseThrow();
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }

    @Test
    void whoGuessesIsDroppedUntilTheBanIsLifted() throws Exception {
        try (MonitoredServer on = MonitoredServer.startFrom(file, temp.resolve("data"));
                Place scanner = new Place(on, "127.0.0.3");
                Place home = new Place(on, "127.0.0.2");
                ConsoleClient adam = new ConsoleClient(on);
                ConsoleClient eve = new ConsoleClient(on)) {
            adam.logIn("adam", adam.setUp("administrator", "adam"));
            assertThat(adam.get("/bans").body()).isEmpty();
            assertThat(eve.logIn("adam", "no password", "000000").status()).isEqualTo(401);
            assertThat(eve.logIn("eve", "no password", "000000").status()).isEqualTo(401);
            List<String> failed = new ArrayList<>();
            adam.get("/failed-logins?days=2")
                    .body()
                    .forEach(one ->
                            failed.add(
                                    one.path("kind").asText()
                                            + " "
                                            + one.path("account").asText()
                                            + " "
                                            + one.path("times").asInt()));
            assertThat(failed).containsExactlyInAnyOrder("console adam 1", "console  1");
            guess(scanner, ACCOUNTS);
            scanner.send(request("alice", "UDP", InetAddress.ofLiteral("127.0.0.3"), 5060, ""));
            // one thread reads: when this one is answered, the other's turn is over
            assertThat(home.register("alice", "correct horse battery")).contains(" 200 ");
            assertThat(scanner.hasNoAnswer()).isTrue();

            JsonNode ban = adam.get("/bans").body().path(0);
            assertThat(ban.path("network").asText()).isEqualTo("127.0.0.3");
            assertThat(ban.path("reason").asText()).isEqualTo("wrong passwords of 4 accounts");
            assertThat(ban.path("dropped").asLong()).isEqualTo(1);
            assertThat(admin(on, "ban", "list")).startsWith("127.0.0.3  wrong passwords of 4");
            assertThat(on.metrics())
                    .contains(
                            "\nearshot_auth_banned_addresses 1.0\n",
                            "\nearshot_auth_bans_total 1.0\n",
                            "\nearshot_auth_dropped_total 1.0\n");

            assertThat(adam.post("/bans/lift", "{\"network\":\"127.0.0.9\"}").status())
                    .isEqualTo(422);
            assertThat(adam.post("/bans/lift", "{\"network\":\"127.0.0.3\"}").status())
                    .isEqualTo(200);
            assertThat(scanner.register("alice", "correct horse battery")).contains(" 200 ");
            assertThat(admin(on, "ban", "list")).contains("nobody is banned");
            assertThat(admin(on, "archive", "search", "--kind", "administered"))
                    .contains("ban lift");

            guess(scanner, ACCOUNTS);
            assertThat(admin(on, "ban", "lift", "127.0.0.3")).contains("not banned any more");
        }
    }

    @Test
    void onePhoneWithAnOldPasswordDoesNotStopItsOffice() throws Exception {
        try (MonitoredServer on = MonitoredServer.startFrom(file, temp.resolve("data"));
                Place office = new Place(on, "127.0.0.2")) {
            for (int i = 0; i < 5; i++) {
                assertThat(office.register("alice", "an old password")).contains(" 401 ");
            }
            String paused = office.register("alice", "an old password");
            for (int i = 0; i < 20 && paused.contains(" 401 "); i++) {
                paused = office.register("alice", "an old password");
            }
            assertThat(paused).contains(" 503 ", "Retry-After:");
            assertThat(office.register("bob", "correct horse battery")).contains(" 200 ");
            assertThat(office.register("carol", "a guess")).contains(" 401 ");
            assertThat(admin(on, "failed-logins"))
                    .contains(
                            "phone  alice  from 127.0.0.2",
                            "phone  names that nobody has  from 127.0.0.2  1 time,")
                    .doesNotContain("bob", "carol");
            assertThat(admin(on, "ban", "list")).contains("nobody is banned");
        }
    }

    @Test
    void aBanEndsConnectionsButThoseOfPhonesThatHaveLoggedIn() throws Exception {
        try (MonitoredServer on = MonitoredServer.startFrom(file, temp.resolve("data"));
                Place scanner = new Place(on, "127.0.0.3");
                Socket guest = connect(on, "tcp");
                Socket raw = connect(on, "tls");
                Socket phone =
                        TrustedCertificates.fromPem(on.data().resolve("ca.pem"))
                                .context()
                                .getSocketFactory()
                                .createSocket(raw, "localhost", raw.getPort(), true)) {
            ask(phone, "alice", "TLS", "");
            String authorization =
                    PhoneLogin.credentials(read(phone), "alice", "correct horse battery");
            ask(phone, "alice", "TLS", authorization);
            assertThat(read(phone)).contains(" 200 ");
            ask(guest, "bob", "TCP", "");
            assertThat(read(guest)).contains(" 401 ");
            guess(scanner, ACCOUNTS);
            assertThat(isClosed(guest)).isTrue();
            try (Socket late = connect(on, "tcp")) {
                assertThat(isClosed(late)).isTrue();
            }
            ask(phone, "alice", "TLS", "");
            assertThat(read(phone)).contains(" 401 ");
        }
    }

    private void ask(Socket socket, String user, String transport, String authorization)
            throws IOException {
        socket.getOutputStream()
                .write(
                        request(
                                        user,
                                        transport,
                                        socket.getLocalAddress(),
                                        socket.getLocalPort(),
                                        authorization)
                                .getBytes(UTF_8));
    }

    private static Socket connect(MonitoredServer on, String transport) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.3"), 0));
        socket.connect(sip(on, transport), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    /// One answer without a body.
    private static String read(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            assertThat(c).as(answer.toString()).isNotNegative();
            answer.append((char) c);
        }
        return answer.toString();
    }

    @Test
    void theRuleIsChangedAtOnce() throws Exception {
        try (MonitoredServer on = MonitoredServer.startFrom(file, temp.resolve("data"));
                Place scanner = new Place(on, "127.0.0.3")) {
            AdminAnswer applied =
                    AdminClient.ask(
                                    on.data(),
                                    new AdminRequest(
                                            List.of("config", "apply", "--text-stdin"),
                                            "security:\n  bans:\n    accounts: 0\n"))
                            .orElseThrow();
            assertThat(applied.status()).as(applied.errors()).isZero();
            guess(scanner, 2 * ACCOUNTS);
            assertThat(admin(on, "ban", "list")).contains("nobody is banned");
        }
    }

    @Test
    void nobodyBansAnOfficeByDatagramsWithItsAddress() throws Exception {
        try (MonitoredServer on = MonitoredServer.startFrom(file, temp.resolve("data"));
                Place attacker = new Place(on, "127.0.0.3");
                Place office = new Place(on, "127.0.0.2")) {
            String theirs = "";
            for (int i = 0; i < 2 * ACCOUNTS; i++) {
                // a nonce that was given to the attacker comes from the office's address
                String user = "nobody" + i;
                theirs = PhoneLogin.credentials(attacker.register(user), user, "a guess");
                office.send(
                        request(
                                user,
                                "UDP",
                                office.socket.getLocalAddress(),
                                office.socket.getLocalPort(),
                                theirs));
                String answer = office.answer();
                assertThat(answer).contains(" 401 ");
                // what is not proven is not judged any more
                assertThat(answer.contains("stale=true")).as(answer).isEqualTo(i >= ACCOUNTS);
            }
            assertThat(admin(on, "ban", "list")).contains("nobody is banned");
            assertThat(office.register("alice", "correct horse battery")).contains(" 200 ");
        }
    }
}
