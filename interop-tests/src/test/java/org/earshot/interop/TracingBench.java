package org.earshot.interop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.TrustedCertificates;

/// What traces for a collector of OpenTelemetry cost the server (docs/decisions/0081): two servers in one run, one that tells a collector on loopback of all that it does
/// and one that tells nobody. Load goes to one of them at a time, in turns (off, on, on, off, …), so that what else the machine does is in both. Prints each round, and of all
/// rounds the middle one.
///
/// `bin/bench tracing [SECONDS [ROUNDS [MESSAGES [CALLS]]]]`: 20 s at 200 messages/s and 20 s at 20 calls/s a round, six rounds each, after 60 and 20 s to warm up.
/// The collector only reads and throws away.
final class TracingBench {
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration TOLD = Duration.ofSeconds(6);
    private static final Duration WARM_UP_CALLS = Duration.ofSeconds(20);

    private TracingBench() {}

    /// One of the two servers with its load.
    private record Side(String name, EarshotServer server, MessageLoad messages, CallLoad calls) {}

    /// What one round was.
    ///
    /// @param cpuMicros of the server, for each message or call
    private record Round(Latencies delays, double cpuMicros) {
        double median() {
            return delays.milliseconds(0.5);
        }

        double late() {
            return delays.milliseconds(0.99);
        }
    }

    /// Loads one side.
    @FunctionalInterface
    private interface Load {
        Latencies on(Side side, Duration duration) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
        int messages = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
        int calls = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 20;
        System.out.println("load of the machine before: " + load());
        try (Lab lab = Lab.of("bench-tracing");
                Sink sink = Sink.open()) {
            Side off = side(lab, "off", "tracing.endpoint=off");
            Side on = side(lab, "on", "tracing.endpoint=" + sink.endpoint());
            run(
                    "messages",
                    messages,
                    seconds,
                    rounds,
                    WARM_UP,
                    List.of(off, on),
                    sink,
                    (s, d) -> s.messages().write(messages, d).delays());
            run(
                    "calls",
                    calls,
                    seconds,
                    rounds,
                    WARM_UP_CALLS,
                    List.of(off, on),
                    sink,
                    (s, d) -> s.calls().call(calls, d));
            off.messages().close();
            on.messages().close();
        }
    }

    private static Side side(Lab lab, String name, String setting) throws Exception {
        EarshotServer server =
                EarshotServer.start(lab, lab.privateFolder("server-" + name), setting);
        for (String person : MessageLoad.names()) {
            server.withUser(person, "pw" + person);
        }
        for (String person : CallLoad.names()) {
            server.withUser(person, "pw" + person);
        }
        SSLContext trust = TrustedCertificates.fromPem(server.ca()).context();
        return new Side(
                name,
                server,
                MessageLoad.connect(server.address("tls"), Optional.of(trust)),
                CallLoad.connect(lab, server));
    }

    private static void run(
            String what,
            int rate,
            int seconds,
            int rounds,
            Duration warmUp,
            List<Side> sides,
            Sink sink,
            Load load)
            throws Exception {
        System.out.printf(
                "%s, %d/s for %d s a round, after %d s to warm up%n",
                what, rate, seconds, warmUp.toSeconds());
        for (Side side : sides) {
            load.on(side, warmUp);
        }
        LockSupport.parkNanos(TOLD.toNanos());
        List<List<Round>> all = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 2 * rounds; i++) {
            int which = (i + 1) / 2 % 2; // off, on, on, off: neither is always first
            Side side = sides.get(which);
            long told = sink.bytes();
            Duration before = MessageLoad.cpu(side.server().process().handle());
            Latencies delays = load.on(side, Duration.ofSeconds(seconds));
            // what a round has to tell is told within five seconds, and costs too
            LockSupport.parkNanos(TOLD.toNanos());
            Duration used = MessageLoad.cpu(side.server().process().handle()).minus(before);
            Round round =
                    new Round(delays, used.toNanos() / 1e3 / Math.max(1, (long) rate * seconds));
            all.get(which).add(round);
            System.out.printf(
                    Locale.ROOT,
                    "%-4s %6d median %6.2f ms, p99 %7.2f ms, cpu %6.0f us each; told %5.0f B each; load %s%n",
                    side.name(),
                    delays.count(),
                    round.median(),
                    round.late(),
                    round.cpuMicros(),
                    (sink.bytes() - told) / Math.max(1.0, delays.count()),
                    load());
        }
        for (int i = 0; i < 2; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%s %-4s of %d rounds: median %s ms, p99 %s ms, cpu %s us each%n",
                    what,
                    sides.get(i).name(),
                    all.get(i).size(),
                    middle(all.get(i), Round::median, "%.2f"),
                    middle(all.get(i), Round::late, "%.2f"),
                    middle(all.get(i), Round::cpuMicros, "%.0f"));
        }
    }

    /// The middle one, and from where to where they go.
    private static String middle(List<Round> rounds, ToDoubleFunction<Round> of, String form) {
        double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
        int half = sorted.length / 2;
        double middle =
                sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return String.format(
                Locale.ROOT,
                form + " (" + form + " to " + form + ")",
                middle,
                sorted[0],
                sorted[sorted.length - 1]);
    }

    /// That of the last minute; the load that is measured is in it.
    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).replaceFirst(" .*\\s*", "") : "unknown";
    }

    /// Takes what it is told, and throws it away.
    private record Sink(HttpServer server, LongAdder taken) implements AutoCloseable {
        static Sink open() throws IOException {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            LongAdder taken = new LongAdder();
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(
                    "/v1/traces",
                    exchange -> {
                        try (exchange;
                                InputStream body = exchange.getRequestBody()) {
                            taken.add(body.transferTo(OutputStream.nullOutputStream()));
                            exchange.getResponseHeaders()
                                    .set("Content-Type", "application/x-protobuf");
                            exchange.sendResponseHeaders(200, -1);
                        }
                    });
            server.start();
            return new Sink(server, taken);
        }

        String endpoint() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        long bytes() {
            return taken.sum();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
