package org.earshot.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigSource;

/// A whole server of alice and bob with a console, which is asked byte by byte: what a client of Java's would not say counts too. For
/// one thread.
final class MonitoredServer implements AutoCloseable {
    private static final Pattern CONSOLE = Pattern.compile(" console=([0-9.]+):([0-9]+)");
    private static final int PATIENCE = Math.toIntExact(Duration.ofSeconds(60).toMillis());

    private final Path data;
    private final Server server;

    private MonitoredServer(Path data, Server server) {
        this.data = data;
        this.server = server;
    }

    /// @param settings besides those of every test
    static MonitoredServer start(Path data, String... settings) throws IOException {
        return start(ServerMain.Role.BOTH, data, settings);
    }

    static MonitoredServer start(ServerMain.Role role, Path data, String... settings)
            throws IOException {
        return withPeople(startAgain(role, data, settings));
    }

    /// On data where it was started before.
    static MonitoredServer startAgain(Path data, String... settings) throws IOException {
        return startAgain(ServerMain.Role.BOTH, data, settings);
    }

    private static MonitoredServer startAgain(ServerMain.Role role, Path data, String... settings)
            throws IOException {
        ConfigSource source =
                new ConfigSource(Optional.empty(), Optional.of(data), settings(settings), Map.of());
        return new MonitoredServer(data, Server.start(source, role, InstantSource.system()));
    }

    /// With a file of its own.
    static MonitoredServer startFrom(Path file, Path data) throws IOException {
        return withPeople(startAgainFrom(file, data));
    }

    /// The same on data where it was started before.
    static MonitoredServer startAgainFrom(Path file, Path data) throws IOException {
        List<String> sets = new ArrayList<>(settings());
        sets.removeLast();
        ConfigSource source =
                new ConfigSource(Optional.of(file), Optional.of(data), sets, Map.of());
        return new MonitoredServer(
                data, Server.start(source, ServerMain.Role.BOTH, InstantSource.system()));
    }

    private static List<String> settings(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "listen.udp=127.0.0.1:0",
                                "listen.tcp=127.0.0.1:0",
                                "listen.tls=127.0.0.1:0",
                                "console.listen=127.0.0.1:0",
                                "security.trusted=127.0.0.0/8"));
        all.addAll(List.of(more));
        return all;
    }

    private static MonitoredServer withPeople(MonitoredServer on) throws IOException {
        for (String name : List.of("alice", "bob")) {
            AdminAnswer added =
                    AdminClient.ask(
                                    on.data(),
                                    new AdminRequest(
                                            List.of("user", "add", name, "--password-stdin"),
                                            "correct horse battery"))
                            .orElseThrow();
            assertThat(added.status()).as(added.errors()).isZero();
        }
        return on;
    }

    Server server() {
        return server;
    }

    Path data() {
        return data;
    }

    /// The first address of the console.
    InetSocketAddress console() {
        Matcher at = CONSOLE.matcher(server.ready());
        assertThat(at.find()).as(server.ready()).isTrue();
        return new InetSocketAddress(at.group(1), Integer.parseInt(at.group(2)));
    }

    /// An answer of HTTP.
    ///
    /// @param head status line and header fields
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", -1)[1]);
        }
    }

    /// What is at a path.
    Answer get(String path) throws IOException {
        return get(path, "127.0.0.1");
    }

    Answer get(String path, String host) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    /// Sends bytes, and reads until the server closes.
    Answer send(String text) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(console(), PATIENCE);
            return exchange(socket, text);
        }
    }

    static Answer exchange(Socket socket, String text) throws IOException {
        socket.setSoTimeout(PATIENCE);
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        int end = all.indexOf("\r\n\r\n");
        return end < 0
                ? new Answer(all, "")
                : new Answer(all.substring(0, end), all.substring(end + 4));
    }

    /// The same over TLS.
    static Answer get(InetSocketAddress console, SSLContext tls, String path, String headers)
            throws IOException {
        try (Socket socket =
                tls.getSocketFactory().createSocket(console.getAddress(), console.getPort())) {
            return exchange(
                    socket,
                    "GET "
                            + path
                            + " HTTP/1.1\r\nHost: console\r\nConnection: close\r\n"
                            + headers
                            + "\r\n");
        }
    }

    /// All numbers.
    String metrics() throws IOException {
        Answer answer = get("/metrics");
        assertThat(answer.status()).as(answer.head()).isEqualTo(200);
        return answer.body();
    }

    @Override
    public void close() {
        server.close();
    }
}
