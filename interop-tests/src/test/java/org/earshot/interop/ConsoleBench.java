package org.earshot.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.login.LoginCodes;

/// How long a server of very many people with very many calls takes to answer what the console's pages ask, and what of the processor an
/// open page costs. Prints a table: one line for each request, in milliseconds from the request to the last byte of its answer.
///
/// `bin/bench console [PEOPLE [CALLS [ROUNDS [SERVERS]]]]`: 10,000 people, each with a phone that is registered, and 1,000 calls, unless
/// told otherwise.
final class ConsoleBench {
    private static final int GROUPS = 100;
    private static final int AT_ONCE = 8;
    private static final int WARM_UP = 10;
    private static final int WATCHED_SECONDS = 40;
    private static final String PASSWORD = "a password of mine";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EarshotServer server;
    private final int people;
    private final HttpClient http = HttpClient.newHttpClient();
    private String cookie = "";
    private String csrf = "";

    private ConsoleBench(EarshotServer server, int people) {
        this.server = server;
        this.people = people;
    }

    /// What a page asks.
    ///
    /// @param path as the page has it
    /// @param body "" for what is got
    private record Asked(String page, String path, String body) {}

    public static void main(String[] arguments) throws Exception {
        int people = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int calls = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 40;
        String servers = arguments.length > 3 ? arguments[3] : "h2,mariadb";
        if (people < 2 * calls) {
            throw new IllegalArgumentException("a call needs two people");
        }
        System.out.printf(
                "%,d people with a phone each, %,d calls that go on, %d rounds%n",
                people, calls, rounds);
        if (servers.contains("h2")) {
            try (Lab lab = Lab.of("bench-console")) {
                run("H2", lab, people, calls, rounds);
            }
        }
        if (servers.contains("mariadb")) {
            try (Lab lab = Lab.of("bench-console");
                    MariaDb database = MariaDb.start()) {
                DatabaseConfig config = database.newDatabase();
                run(
                        "MariaDB",
                        lab,
                        people,
                        calls,
                        rounds,
                        "database.url=" + config.url(),
                        "database.user=" + config.user());
            }
        }
    }

    private static void run(
            String label, Lab lab, int people, int calls, int rounds, String... settings)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("console.listen=127.0.0.1:0");
        all.add("security.trusted=127.0.0.0/8");
        EarshotServer server = EarshotServer.start(lab, all.toArray(String[]::new));
        ConsoleBench bench = new ConsoleBench(server, people);
        try (PhonesInBulk phones = new PhonesInBulk(server.address("udp"))) {
            long start = System.nanoTime();
            bench.fill();
            phones.register(people);
            phones.call(calls);
            bench.logIn();
            JsonNode live = bench.json("/calls");
            System.out.printf(
                    Locale.ROOT,
                    "%n%s: filled in %d s; %,d accounts, %,d registrations, %,d calls%n",
                    label,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                    bench.json("/accounts").size(),
                    bench.json("/bindings").size(),
                    live.size());
            bench.measure(rounds);
            bench.watch();
        } finally {
            server.stop();
        }
    }

    private void fill() throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> fillers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                fillers.add(
                        threads.submit(() -> {
                            for (int n = next.getAndIncrement();
                                    n < people;
                                    n = next.getAndIncrement()) {
                                server.withUser("u" + n, "correct horse battery");
                            }
                        }));
            }
        }
        for (Future<?> filler : fillers) {
            filler.get();
        }
        for (int i = 0; i < GROUPS; i++) {
            List<String> command = new ArrayList<>(List.of("group", "add", "team-" + i));
            for (int owner = 0; owner < 10; owner++) {
                command.addAll(List.of("--owner", "u" + (i * 10 + owner) % people));
            }
            server.admin(command.toArray(String[]::new));
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + server.address("console") + path))
                        .timeout(Duration.ofMinutes(2))
                        .header("Content-Type", "application/json");
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie).header("X-Earshot-CSRF", csrf);
        }
        return request;
    }

    private HttpResponse<byte[]> send(String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (!body.isEmpty()) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<byte[]> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    path + ": " + answer.statusCode() + " " + new String(answer.body(), UTF_8));
        }
        return answer;
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(send("/api/v1" + path, "").body());
    }

    /// As the first officer, who may look at everything.
    private void logIn() throws IOException, InterruptedException {
        String token =
                Files.readString(server.data().resolve("console-link"))
                        .strip()
                        .replaceFirst(".*=", "");
        String otpauth =
                JSON.readTree(
                                send(
                                                "/api/v1/setup",
                                                "{\"token\":\"%s\",\"role\":\"officer\",\"name\":\"olga\",\"password\":\"%s\"}"
                                                        .formatted(token, PASSWORD))
                                        .body())
                        .path("otpauth")
                        .asText();
        HttpResponse<byte[]> session =
                send(
                        "/api/v1/session",
                        "{\"name\":\"olga\",\"password\":\"%s\",\"code\":\"%s\"}"
                                .formatted(PASSWORD, LoginCodes.of(otpauth, Instant.now())));
        cookie = session.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        csrf = JSON.readTree(session.body()).path("csrf").asText();
    }

    private List<Asked> asked() {
        String last = "sip%3Au" + (people - 1) + "%40127.0.0.1";
        return List.of(
                get("People", "/accounts?limit=51&search=&after="),
                get("People", "/accounts?limit=51&search=&after=" + last.replace("u9", "u6")),
                get("People", "/accounts?limit=51&search=77&after="),
                get("People", "/accounts?limit=51&search=nobody&after="),
                get("People", "/groups"),
                get("People", "/invitations"),
                get("Phones", "/bindings?limit=101&search=&after="),
                get("Phones", "/bindings?limit=101&search=u77&after="),
                get("program", "/bindings"),
                get("program", "/accounts"),
                get("Phones", "/bindings?address=u77"),
                get("Phones", "/messages/waiting"),
                get("Calls", "/calls"),
                get("Calls", "/calls/past?limit=200"),
                get("Calls", "/calls/past?limit=200&of=u7"),
                get("Calls", "/calls/past?limit=200&outcome=failed"),
                get("Calls", "/quality?limit=100"),
                post("Calls", "/archive/search", "\"kind\":\"call-ended\","),
                get("Security", "/paused"),
                get("Security", "/audit?page=latest&limit=100&kind=administration-refused"),
                get("Security", "/audit?limit=100&kind=administered&page=latest"),
                get("Security", "/people"),
                post("Compliance", "/archive/search", ""),
                post("Compliance", "/archive/search", "\"person\":\"u7\","),
                get("Compliance", "/holds"),
                get("Compliance", "/reviews?limit=200"),
                get("Settings", "/status"),
                get("Settings", "/configuration"),
                get("Settings", "/retention"),
                get("all", "/session"),
                new Asked("all", "/", ""),
                new Asked("all", "/console/people.js", ""),
                new Asked("Prometheus", "/metrics", ""));
    }

    private static Asked get(String page, String path) {
        return new Asked(page, "/api/v1" + path, "");
    }

    private static Asked post(String page, String path, String more) {
        return new Asked(page, "/api/v1" + path, "{" + more + "\"page\":\"latest\",\"limit\":100}");
    }

    private void measure(int rounds) throws IOException, InterruptedException {
        List<Asked> all = asked();
        for (Asked one : all) {
            for (int i = 0; i < WARM_UP; i++) {
                send(one.path(), one.body());
            }
        }
        System.out.printf(
                "%-11s %-68s %9s %9s %9s %9s%n",
                "page", "request", "bytes", "median", "p95", "max");
        for (Asked one : all) {
            Latencies times = new Latencies();
            int bytes = 0;
            for (int i = 0; i < rounds; i++) {
                long start = System.nanoTime();
                bytes = send(one.path(), one.body()).body().length;
                times.add(System.nanoTime() - start);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-11s %-68s %9d %9.1f %9.1f %9.1f%s%n",
                    one.page(),
                    one.path().replace("/api/v1", "") + ' ' + one.body(),
                    bytes,
                    times.milliseconds(0.5),
                    times.milliseconds(0.95),
                    times.milliseconds(1),
                    times.milliseconds(1) > 300 ? "  OVER 300" : "");
        }
    }

    /// What the page Live costs that somebody looks at, beside nobody who does.
    private void watch() throws IOException, InterruptedException {
        double without = cpu();
        double with;
        long read;
        HttpResponse<InputStream> feed =
                http.send(
                        request("/api/v1/live").build(), HttpResponse.BodyHandlers.ofInputStream());
        LongAdder bytes = new LongAdder();
        Thread reader = Thread.ofVirtual().start(() -> read(feed.body(), bytes));
        with = cpu();
        read = bytes.sum();
        reader.interrupt();
        http.shutdownNow();
        reader.join();
        double cores = Runtime.getRuntime().availableProcessors();
        System.out.printf(
                Locale.ROOT,
                "the server's processor: %.2f %% of a core with nobody at the console, %.2f %% with the page Live open (%,d bytes/s)%n"
                        + "the console: %.2f %% of a core, %.2f %% of this machine%n",
                without * 100,
                with * 100,
                read / WATCHED_SECONDS,
                (with - without) * 100,
                (with - without) * 100 / cores);
    }

    /// Part of one core that the server takes, over some time.
    private double cpu() {
        ProcessHandle process = server.process().handle();
        Duration before = process.info().totalCpuDuration().orElse(Duration.ZERO);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(WATCHED_SECONDS));
        Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO).minus(before);
        return used.toMillis() / 1e3 / WATCHED_SECONDS;
    }

    /// Reads as a browser does.
    private static void read(InputStream from, LongAdder bytes) {
        byte[] room = new byte[65_536];
        try (InputStream in = from) {
            for (int n = in.read(room); n >= 0; n = in.read(room)) {
                bytes.add(n);
            }
        } catch (IOException e) {
            // it is closed
        }
    }
}
