package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `earshot server` as the process that an administrator starts and stops.
class ServerProcessIT {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(6);

    @TempDir private Path temp;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aStopIsQuickAndInOrder() throws Exception {
        Path log = temp.resolve("log");
        long begun = System.nanoTime();
        Process server = start(log, "server");
        assertThat(firstLine(server)).startsWith("ready ");
        long before = System.nanoTime();
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        // a start is all work: where it takes long, so does everything
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isLessThan(STOPS_WITHIN.plusNanos(2 * (before - begun)));
        // the chain was closed, so the next start has nothing to recover
        try (var files = Files.list(temp.resolve("data").resolve("anchors"))) {
            assertThat(files.toList())
                    .singleElement()
                    .satisfies(file -> assertThat(file).content().endsWith("end closed\n"));
        }
        assertThat(temp.resolve("data").resolve("run").resolve("admin.sock")).doesNotExist();
        assertThat(Files.readString(log)).contains("serves localhost", "no warnings");
    }

    @Test
    void aCommandOnTheFolderOfAnotherProcessIsRefused() throws Exception {
        Process server = start(temp.resolve("log"), "server");
        assertThat(firstLine(server)).startsWith("ready ");
        Files.delete(temp.resolve("data").resolve("run").resolve("admin.sock"));
        Path log = temp.resolve("admin-log");
        Process admin = start(log, "admin", "user", "list");
        assertThat(admin.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(admin.exitValue()).isEqualTo(1);
        assertThat(Files.readString(log)).contains("process " + server.pid());
    }

    @Test
    void theLogIsOneObjectALineForWhoWantsThat() throws Exception {
        Path log = temp.resolve("log");
        Process server = start(Map.of("EARSHOT_LOG", "json"), log, "server");
        assertThat(firstLine(server)).startsWith("ready ");
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.path("timestamp").isIntegralNumber()).isTrue();
                    assertThat(line.path("level").asText()).isIn("INFO", "WARN");
                    assertThat(line.path("loggerName").asText()).isNotEmpty();
                    assertThat(line.has("arguments")).isFalse();
                })
                .anySatisfy(line ->
                        assertThat(line.path("formattedMessage").asText())
                                .contains("serves localhost"));
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        return String.valueOf(reader.readLine());
    }

    private Process start(Path log, String command, String... arguments) throws IOException {
        return start(Map.of(), log, command, arguments);
    }

    private Process start(
            Map<String, String> environment, Path log, String command, String... arguments)
            throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                // the log as an administrator has it, not that of tests
                                "-Dlogback.configurationFile=logback.xml",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerMain.class.getName(),
                                command));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", temp.resolve("data").toString()));
        if (command.equals("server")) {
            all.addAll(
                    List.of(
                            "--set",
                            "listen.udp=127.0.0.1:0",
                            "--set",
                            "listen.tcp=off",
                            "--set",
                            "listen.tls=off",
                            // another server on this machine may have the usual port, and then the
                            // log says more
                            "--set",
                            "console.listen=127.0.0.1:0"));
        }
        ProcessBuilder builder = new ProcessBuilder(all).redirectError(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
