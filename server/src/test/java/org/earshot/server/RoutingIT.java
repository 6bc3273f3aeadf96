package org.earshot.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trunks and dial plan of a whole server: set while it runs, asked by OPTIONS over a real socket, shown by command and API.
class RoutingIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path temp;

    /// A trunk that answers OPTIONS, until it is closed.
    private static final class Gateway implements AutoCloseable {
        private final DatagramSocket socket;

        Gateway() throws IOException {
            socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
            Thread.ofVirtual().name("gateway").start(this::serve);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(new byte[4000], 4000);
                    socket.receive(packet);
                    String request = new String(packet.getData(), 0, packet.getLength(), US_ASCII);
                    if (!request.startsWith("OPTIONS ")) {
                        continue;
                    }
                    String kept =
                            request.lines()
                                    .filter(line ->
                                            line.matches("(?i)(via|from|to|call-id|cseq):.*"))
                                    .map(line ->
                                            line.startsWith("To:") ? line + ";tag=gateway" : line)
                                    .collect(Collectors.joining("\r\n"));
                    byte[] answer =
                            ("SIP/2.0 200 OK\r\n" + kept + "\r\nContent-Length: 0\r\n\r\n")
                                    .getBytes(US_ASCII);
                    socket.send(
                            new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (SocketException closed) {
                // the end
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static AdminAnswer admin(MonitoredServer on, String... command) throws IOException {
        return AdminClient.ask(on.data(), new AdminRequest(List.of(command), "")).orElseThrow();
    }

    private static AdminAnswer apply(MonitoredServer on, String text) throws IOException {
        return AdminClient.ask(
                        on.data(),
                        new AdminRequest(List.of("config", "apply", "--text-stdin"), text))
                .orElseThrow();
    }

    /// What a command prints as soon as it has this.
    private static String await(MonitoredServer on, String text, String... command)
            throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String output = admin(on, command).output();
        while (!output.contains(text) && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            output = admin(on, command).output();
        }
        assertThat(output).contains(text);
        return output;
    }

    private static String plan(int port, String user) {
        return """
        domain: localhost
        trunks:
          - name: gateway
            host: 127.0.0.1
            port: %d
            domain: gateway.example
            user: "%s"
            from: [127.0.0.9]
            number: "+4930123450"
            keepAlive: 1s
        dialplan:
          country: "49"
          emergencyTrunks: [gateway]
          rules:
            - name: country
              pattern: "+49*"
              who: [alice]
              trunks: [gateway]
          numbers:
            - number: "+4930123417"
              to: [alice]
        """
                .formatted(port, user);
    }

    @Test
    void trunksAndPlanAreSetWhileItRuns() throws Exception {
        Path file = temp.resolve("earshot.yaml");
        Files.writeString(file, "domain: localhost\n");
        try (MonitoredServer on = MonitoredServer.startFrom(file, temp.resolve("data"));
                Gateway gateway = new Gateway();
                ConsoleClient adam = new ConsoleClient(on)) {
            assertThat(admin(on, "trunk", "list").output()).contains("there are no trunks");
            assertThat(admin(on, "dialplan", "test", "112").output()).contains("refused with 404");

            assertThat(apply(on, plan(gateway.port(), "us")).errors())
                    .contains("gateway.secret is not there");
            assertThat(
                            apply(on, plan(gateway.port(), "").replace("[gateway]", "[gatewy]"))
                                    .errors())
                    .contains("dialplan.rules[1].trunks", "\"gatewy\" is the name of no trunk");
            AdminAnswer applied = apply(on, plan(gateway.port(), ""));
            assertThat(applied.status()).as(applied.errors()).isZero();
            assertThat(applied.output()).doesNotContain("restart");

            assertThat(await(on, "  up (answers OPTIONS with 200)", "trunk", "list"))
                    .contains("gateway  udp:127.0.0.1:" + gateway.port(), "calls 0 of 30");
            // whom the server believes who calls from outside
            var _ =
                    await(
                            on,
                            "trunks: gateway from 127.0.0.9",
                            "archive",
                            "search",
                            "--kind",
                            "configured",
                            "--json");
            assertThat(admin(on, "status").output()).doesNotContain("emergency");
            assertThat(admin(on, "dialplan", "show").output())
                    .contains(
                            "emergency: 112 by gateway",
                            "rule country: +49* for alice by gateway",
                            "number +4930123417 rings alice");
            assertThat(admin(on, "dialplan", "test", "030999", "--from", "alice").output())
                    .contains("rule country: fits", "goes out: +4930999 at gateway");
            assertThat(admin(on, "dialplan", "test", "030999", "--from", "bob").output())
                    .contains("fits, but is not for bob", "refused with 403");
            assertThat(admin(on, "dialplan", "test", "030123417").output()).contains("rings alice");
            assertThat(admin(on, "dialplan", "test", "1", "--from", "nobody").errors())
                    .contains("there is no account");

            String otpauth = adam.setUp("administrator", "adam");
            assertThat(adam.logIn("adam", otpauth).status()).isEqualTo(200);
            JsonNode trunk = adam.get("/trunks").body().path(0);
            assertThat(trunk.path("state").asText()).isEqualTo("up");
            assertThat(trunk.path("login").asBoolean()).isFalse();
            assertThat(adam.get("/dialplan").body().path("rules").path(0).path("pattern").asText())
                    .isEqualTo("+49*");
            JsonNode tried = adam.get("/dialplan/test/%2B4930999?from=alice").body();
            assertThat(tried.path("result").asText()).isEqualTo("out");
            assertThat(tried.path("trunks").path(0).asText()).isEqualTo("gateway");
            try (ConsoleClient stranger = new ConsoleClient(on)) {
                assertThat(stranger.get("/trunks").status()).isEqualTo(401);
            }

            Path secrets = Files.createDirectory(on.data().resolve("trunks"));
            Path secret = Files.writeString(secrets.resolve("gateway.secret"), "hidden words\n");
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
            // who could set that from elsewhere would be sent the password
            assertThat(apply(on, plan(gateway.port(), "us")).errors())
                    .contains("trunks[].user can be changed on the machine only");
        }

        try (Gateway gateway = new Gateway()) {
            Files.writeString(file, plan(gateway.port(), "us"));
            try (MonitoredServer on = MonitoredServer.startAgainFrom(file, temp.resolve("data"))) {
                String shown = admin(on, "trunk", "list", "--json").output();
                assertThat(JSON.readTree(shown).path(0).path("login").asBoolean()).isTrue();
                assertThat(shown + admin(on, "config", "show").output())
                        .contains("gateway.example")
                        .doesNotContain("hidden words");
            }
        }
    }
}
