package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.softphone.app.demo.ChildProcess;

/// Our server as a process of its own, on free ports of loopback.
final class EarshotServer {
    private final Path data;
    private final ChildProcess process;
    private final Map<String, String> ready;

    private EarshotServer(Path data, ChildProcess process, Map<String, String> ready) {
        this.data = data;
        this.process = process;
        this.ready = ready;
    }

    /// Starts a server on a new data folder, all three transports on free ports, domain `127.0.0.1`.
    static EarshotServer start(Lab lab, String... settings) {
        return start(lab, lab.privateFolder("server-data"), settings);
    }

    /// Starts a server on a data folder that may have been used before.
    ///
    /// @param settings `KEY=VALUE` each, added to those of a test
    static EarshotServer start(Lab lab, Path data, String... settings) {
        return start(lab, "server", data, settings);
    }

    /// Starts one of the roles: `server` for both, `registrar` or `proxy`.
    static EarshotServer start(Lab lab, String role, Path data, String... settings) {
        return start(lab, role, data, Map.of(), settings);
    }

    /// Starts a server in an environment of its own.
    static EarshotServer start(
            Lab lab, Path data, Map<String, String> environment, String... settings) {
        return start(lab, "server", data, environment, settings);
    }

    /// Starts a server on a new data folder from a file; what a test sets stands above the file.
    static EarshotServer startFrom(Lab lab, Path file, String... settings) {
        return startFrom(lab, file, lab.privateFolder("server-data"), settings);
    }

    /// The same on a data folder that is there.
    static EarshotServer startFrom(Lab lab, Path file, Path data, String... settings) {
        return start(lab, List.of("server", "--config", file.toString()), data, Map.of(), settings);
    }

    /// The same in an environment of its own.
    static EarshotServer startFrom(Lab lab, Path file, Path data, Map<String, String> environment) {
        return start(lab, List.of("server", "--config", file.toString()), data, environment);
    }

    private static EarshotServer start(
            Lab lab, String role, Path data, Map<String, String> environment, String... settings) {
        return start(lab, List.of(role), data, environment, settings);
    }

    private static EarshotServer start(
            Lab lab,
            List<String> role,
            Path data,
            Map<String, String> environment,
            String... settings) {
        List<String> arguments = new ArrayList<>(role);
        arguments.addAll(List.of("--data", data.toString()));
        for (String setting :
                List.of(
                        "domain=127.0.0.1",
                        "listen.udp=127.0.0.1:0",
                        "listen.tcp=127.0.0.1:0",
                        "listen.tls=127.0.0.1:0")) {
            arguments.addAll(List.of("--set", setting));
        }
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        ChildProcess process =
                lab.ending(
                        lab.java(
                                role.getFirst(),
                                environment,
                                "org.earshot.server.ServerMain",
                                arguments));
        Map<String, String> ready =
                process.await(
                                "the line \"ready\"",
                                60,
                                line ->
                                        line.startsWith("ready ")
                                                ? Optional.of(words(line))
                                                : Optional.empty())
                        .value();
        return new EarshotServer(data, process, ready);
    }

    private static Map<String, String> words(String line) {
        Map<String, String> words = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return words;
    }

    /// `HOST:PORT` where a transport (`udp`, `tcp`, `tls`) is served.
    String address(String transport) {
        return ready.get(transport);
    }

    int port(String transport) {
        String address = address(transport);
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /// The settings that have the next start listen where this one does.
    String[] samePorts() {
        return samePorts("udp", "tcp", "tls");
    }

    /// The settings that have the next start listen where this one does, for these transports.
    String[] samePorts(String... transports) {
        return Stream.of(transports)
                .map(transport -> "listen." + transport + "=" + address(transport))
                .toArray(String[]::new);
    }

    /// Ends it at once, as a power cut would.
    void kill() {
        process.handle().destroyForcibly();
        process.close();
    }

    /// Ends it as an administrator would.
    void stop() {
        process.handle().destroy();
        process.close();
    }

    Path data() {
        return data;
    }

    Path ca() {
        return data.resolve("ca.pem");
    }

    ChildProcess process() {
        return process;
    }

    /// One of the numbers that it tells Prometheus; NaN where there is no such.
    ///
    /// @param series name and labels, as they are written
    double number(String series) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String all =
                    client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://"
                                                                    + address("console")
                                                                    + "/metrics"))
                                            .timeout(Duration.ofSeconds(20))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            return all.lines()
                    .filter(line -> line.startsWith(series + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    /// What an `admin` command printed, which must succeed.
    String admin(String... command) {
        AdminAnswer answer =
                AdminClient.ask(data, new AdminRequest(List.of(command), "")).orElseThrow();
        assertThat(answer.status()).as(answer.errors() + answer.output()).isZero();
        return answer.output();
    }

    /// Makes an account; phones that know only MD5 can use its password too.
    EarshotServer withUser(String name, String password) {
        List<String> command = List.of("user", "add", name, "--password-stdin", "--md5");
        AdminAnswer answer =
                AdminClient.ask(data, new AdminRequest(command, password)).orElseThrow();
        assertThat(answer.status()).as(answer.errors()).isZero();
        return this;
    }
}
