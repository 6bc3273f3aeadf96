package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `config/prometheus` and `config/grafana` have for administrators: Prometheus' own checker reads it, and every number that it
/// names is one that a server tells.
class WatchFilesIT {
    private static final Path CONFIG = Path.of("..", "config");
    private static final Path RULES = CONFIG.resolve("prometheus").resolve("earshot-rules.yml");
    private static final Path DASHBOARD = CONFIG.resolve("grafana").resolve("earshot.json");
    private static final Pattern NAME =
            Pattern.compile("\\b(?:earshot|hikaricp|jvm|process|system)_[a-z0-9_]+\\b");

    @TempDir private Path temp;

    /// A server that has all its parts, and has had each kind of request that is asked for.
    private String told() throws Exception {
        try (MonitoredServer on =
                        MonitoredServer.start(
                                temp.resolve("data"),
                                "https.listen=127.0.0.1:0",
                                "listen.msrp=127.0.0.1:0",
                                // a directory that nobody answers for: never read
                                "ldap.url=ldap://127.0.0.1:1",
                                "ldap.startTls=false",
                                "ldap.base=dc=example,dc=org");
                UdpPhone phone = new UdpPhone(on.server())) {
            phone.ask("REGISTER", "alice", "Expires: 600", "");
            phone.ask("MESSAGE", "bob", "Content-Type: text/plain", "Hello");
            String twice =
                    """
                    OPTIONS sip:localhost SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKtwice;rport
                    Max-Forwards: 70
                    From: <sip:a@localhost>;tag=a
                    To: <sip:localhost>
                    Call-ID: twice
                    CSeq: 1 OPTIONS
                    Content-Length: 0

                    """
                            .replace("\n", "\r\n");
            phone.send(twice);
            phone.send(twice);
            on.get("/ready");
            System.gc(); // or there has been no pause yet
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            String metrics = on.metrics();
            while (!(metrics.contains("jvm_gc_pause_seconds_sum")
                            && metrics.contains("earshot_sip_repeated_requests_total"))
                    && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                metrics = on.metrics();
            }
            drawn(on);
            return metrics;
        }
    }

    /// Each curve of the dashboard has something to draw, by a Prometheus that watches the server.
    private void drawn(MonitoredServer on) throws Exception {
        Optional<Path> program = program("prometheus");
        if (program.isEmpty()) {
            return;
        }
        try (Prometheus prometheus =
                Prometheus.watching(program.get(), temp.resolve("prometheus"), on.console())) {
            for (String expression : expressions(new ObjectMapper().readTree(DASHBOARD.toFile()))) {
                String asked =
                        expression
                                .replaceFirst("^label_values\\((.*), instance\\)$", "$1")
                                .replace("$__rate_interval", "10s")
                                .replace("[1m]", "[10s]")
                                .replace("$instance", ".*")
                                // what it shows only when there is something to be seen
                                .replaceFirst(" > 0(?=\\)?$)", "");
                long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (prometheus.series(asked) == 0) {
                    assertThat(System.nanoTime()).as(asked).isLessThan(end);
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
            }
        }
    }

    @Test
    void everyNumberThatRulesAndDashboardNameIsTold() throws Exception {
        String metrics = told();
        Set<String> told = new TreeSet<>();
        metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> told.add(line.replaceFirst("[{ ].*", "")));
        Set<String> named = new TreeSet<>(names(Files.readString(RULES)));
        Set<String> shown = new TreeSet<>();
        for (String expression : expressions(new ObjectMapper().readTree(DASHBOARD.toFile()))) {
            shown.addAll(names(expression));
        }
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(shown).hasSizeGreaterThan(35);
        assertThat(told).containsAll(named).containsAll(shown);

        // and what we count is shown
        told.removeIf(
                name -> !name.startsWith("earshot_") || name.matches(".*_(count|sum|max|info)"));
        told.removeAll(shown);
        assertThat(told).containsExactly("earshot_files_stored");

        Optional<Path> checker = checker();
        Assumptions.assumeTrue(
                checker.isPresent(),
                "SKIPPED in part: no promtool here (Debian package prometheus)");
        Output output = run(metrics, checker.get(), "check", "metrics");
        assertThat(output.text()).isEmpty();
        assertThat(output.status()).isZero();
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        // what stands in texts for people, and names of labels, are no numbers
        Matcher name = NAME.matcher(text.replaceAll("(?m)^ +(summary|description):.*$", ""));
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    private static List<String> expressions(JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.path("expr").isTextual()) {
            found.add(node.get("expr").textValue());
        }
        if (node.path("definition").isTextual()) {
            found.add(node.get("definition").textValue());
        }
        node.forEach(child -> found.addAll(expressions(child)));
        return found;
    }

    @Test
    void thePanelsOfTheDashboardHaveTheirOwnPlaces() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        Set<Integer> ids = new TreeSet<>();
        Set<List<Integer>> squares = new java.util.HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").intValue())).isTrue();
            assertThat(panel.get("title").textValue()).isNotBlank();
            JsonNode at = panel.get("gridPos");
            for (int x = 0; x < at.get("w").intValue(); x++) {
                for (int y = 0; y < at.get("h").intValue(); y++) {
                    assertThat(
                                    squares.add(
                                            List.of(
                                                    at.get("x").intValue() + x,
                                                    at.get("y").intValue() + y)))
                            .as("%s", panel.get("title"))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void prometheusReadsTheRulesAndTheExample() throws Exception {
        Path checker = checkerOrSkip();
        Output rules = run("", checker, "check", "rules", RULES.toString());
        assertThat(rules.status()).as(rules.text()).isZero();
        assertThat(rules.text()).contains("SUCCESS: 25 rules found");
        Output config =
                run(
                        "",
                        checker,
                        "check",
                        "config",
                        CONFIG.resolve("prometheus").resolve("prometheus.yml").toString());
        assertThat(config.status()).as(config.text()).isZero();
        assertThat(config.text()).contains("1 rule files found");
    }

    @Test
    void theExpressionsOfTheDashboardAreReadToo() throws Exception {
        Path checker = checkerOrSkip();
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        int number = 0;
        for (String expression : expressions(new ObjectMapper().readTree(DASHBOARD.toFile()))) {
            if (!expression.startsWith("label_values")) {
                rules.append(
                        "  - record: panel:number%d\n    expr: '%s'\n"
                                .formatted(
                                        number++,
                                        expression
                                                .replace("$__rate_interval", "5m")
                                                .replace("$instance", ".*")));
            }
        }
        Path file = Files.writeString(temp.resolve("dashboard.yml"), rules);
        Output output = run("", checker, "check", "rules", file.toString());
        assertThat(output.status()).as(output.text()).isZero();
        assertThat(output.text()).contains(number + " rules found");
    }

    /// With time series that we make up: when an alert fires, and when it does not.
    @Test
    void theAlertsFireWhenTheyShould() throws Exception {
        Path checker = checkerOrSkip();
        Path cases = Path.of("src", "test", "resources", "earshot-rules-cases.yml");
        Files.copy(RULES, temp.resolve("earshot-rules.yml"));
        Path copy = Files.copy(cases, temp.resolve("cases.yml"));
        Output output = run("", checker, "test", "rules", copy.toString());
        assertThat(output.status()).as(output.text()).isZero();
        assertThat(output.text()).contains("SUCCESS");
    }

    private static Path checkerOrSkip() {
        Optional<Path> checker = checker();
        Assumptions.assumeTrue(
                checker.isPresent(), "SKIPPED: no promtool here (Debian package prometheus)");
        return checker.get();
    }

    private static Optional<Path> checker() {
        return program("promtool");
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private record Output(int status, String text) {}

    private Output run(String input, Path program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(temp.resolve("input"), input);
        Path out = temp.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Output(process.exitValue(), Files.readString(out, UTF_8));
    }
}
