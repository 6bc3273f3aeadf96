package org.earshot.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Prometheus itself (Debian package prometheus), which asks one server for its numbers all the time. For one thread.
final class Prometheus implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// @param program its own, beside promtool
    /// @param folder for what it keeps
    /// @param console where the server tells its numbers
    static Prometheus watching(Path program, Path folder, InetSocketAddress console)
            throws IOException {
        Files.createDirectories(folder);
        Path config =
                Files.writeString(
                        folder.resolve("prometheus.yml"),
                        """
                        global:
                          scrape_interval: 300ms
                          scrape_timeout: 300ms
                        scrape_configs:
                          - job_name: earshot
                            static_configs:
                              - targets: ["127.0.0.1:%d"]
                        """
                                .formatted(console.getPort()));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("series"),
                                "--web.listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        return new Prometheus(process, port);
    }

    /// How many series an expression gives now; none as long as it does not listen yet.
    ///
    /// @throws IOException if it is not understood
    int series(String expression) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + port
                                                + "/api/v1/query?query="
                                                + URLEncoder.encode(
                                                        expression, StandardCharsets.UTF_8)))
                        .timeout(Duration.ofSeconds(20))
                        .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 503) { // it begins
                return 0;
            }
            JsonNode result = new ObjectMapper().readTree(answer.body());
            if (!result.path("status").asText().equals("success")) {
                throw new IOException(expression + ": " + answer.body());
            }
            return result.path("data").path("result").size();
        } catch (ConnectException _) {
            if (!process.isAlive()) {
                throw new IOException("Prometheus has ended with " + process.exitValue());
            }
            return 0;
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
