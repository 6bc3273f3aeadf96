package org.earshot.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long a file takes between two whole phones of ours over a slow link, from the yes to its checked hash at both ends, beside `curl` over
/// TLS followed by `sha256sum` over the same link in the same run. Both phones are started anew for each round, so that the first file is also the
/// first that they ever send or take; one more goes each way after it. Straight and over our relay; alice's way to all others is the link, by which
/// bytes go up or down.
///
/// `bin/bench files-of-phones [BYTES [ROUNDS [KBIT/S]]]`: 2,500,000 bytes, three rounds, 2,000 kbit/s in each direction. As root, in network
/// namespaces of its own.
final class FilesOfPhonesBench {
    private static final String[] USUAL = {"2500000", "3", "2000"};
    private static final int SLOW = 10;

    private final Lab lab;
    private final Path file;
    private final List<Double> curls = new ArrayList<>();

    /// What a row of the table is about, and its seconds.
    private record Row(String what, List<Double> seconds) {}

    private final Map<String, Row> rows = new LinkedHashMap<>();

    private FilesOfPhonesBench(Lab lab, int bytes) throws IOException {
        this.lab = lab;
        file = Files.createDirectories(lab.file("files")).resolve("source");
        FilesBench.fill(file, bytes);
    }

    public static void main(String[] arguments) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < USUAL.length; i++) {
            all.add(i < arguments.length ? arguments[i] : USUAL[i]);
        }
        if (arguments.length <= USUAL.length) {
            all.add("inside");
            List<String> command = new ArrayList<>(Networks.apart());
            command.addAll(Lab.javaCommand(FilesOfPhonesBench.class.getName(), all));
            CurlPeer.succeed(new ProcessBuilder(command).inheritIO());
            return;
        }
        String rate = arguments[2] + "kbit";
        try (Lab lab = Lab.of("bench-files-of-phones")) {
            Networks.open();
            Networks.machine("a", SLOW);
            Networks.machine("b", SLOW + 1);
            Networks.slow("a", rate);
            Networks.slowTowards(SLOW, rate);
            FilesOfPhonesBench bench = new FilesOfPhonesBench(lab, Integer.parseInt(arguments[0]));
            EarshotServer straight = bench.server("direct", 5061);
            EarshotServer relayed = bench.server("relay", 5071);
            for (int round = 1; round <= Integer.parseInt(arguments[1]); round++) {
                bench.round(round, "straight", straight, 5061);
                bench.round(round, "relayed", relayed, 5071);
                bench.curl(round);
            }
            bench.say(Integer.parseInt(arguments[0]), arguments[2]);
        }
    }

    private static String address(int port) {
        return Networks.PUBLIC + ":" + port;
    }

    private EarshotServer server(String way, int port) throws IOException {
        return EarshotServer.start(
                        lab,
                        lab.privateFolder("server-" + way),
                        "domain=" + Networks.PUBLIC,
                        "listen.tls=" + address(port),
                        "listen.msrp=" + address(port + 1),
                        "files.way=" + way)
                .withUser("alice", "pwalice")
                .withUser("bob", "pwbob");
    }

    /// Up first and down first by turns.
    private void round(int round, String way, EarshotServer server, int port) throws IOException {
        for (boolean upFirst : new boolean[] {true, false}) {
            List<EarshotPhone> both =
                    EarshotPhone.together(
                            () -> EarshotPhone.inNetwork(lab, server, address(port), "alice", "a"),
                            () -> EarshotPhone.inNetwork(lab, server, address(port), "bob", "b"));
            EarshotPhone alice = both.getFirst();
            EarshotPhone bob = both.getLast();
            for (int number = 0; number < 2; number++) {
                boolean up = upFirst == (number == 0);
                double seconds = up ? send(alice, bob, "bob", way) : send(bob, alice, "alice", way);
                String what =
                        way + ", " + (up ? "up" : "down") + (number == 0 ? ", first" : ", next");
                rows.computeIfAbsent(what, w -> new Row(w, new ArrayList<>()))
                        .seconds()
                        .add(seconds);
                System.out.printf(Locale.ROOT, "round %d: %s %.2f s%n", round, what, seconds);
            }
            alice.quitAndHeard();
            bob.quitAndHeard();
        }
    }

    private double send(EarshotPhone from, EarshotPhone to, String name, String way)
            throws IOException {
        from.tell("send " + name + " " + file);
        JsonNode offered = to.offeredFile();
        long began = System.nanoTime();
        to.tell("accept " + offered.path("id").asText());
        JsonNode there = complete(to);
        complete(from);
        double seconds = (System.nanoTime() - began) / 1e9;
        if (there.path("way").asText().equals("relay") != way.equals("relayed")) {
            throw new IOException("it went another way: " + there);
        }
        Path got = Path.of(there.path("file").asText());
        if (Files.mismatch(got, file) >= 0) {
            throw new IOException(got + " is not what was sent");
        }
        Files.delete(got);
        return seconds;
    }

    private static JsonNode complete(EarshotPhone phone) {
        return phone.event("file", 300, e -> e.path("state").asText().equals("complete"));
    }

    private void curl(int round) throws IOException, InterruptedException {
        double seconds =
                CurlPeer.fetchBetween(
                        file.getParent(),
                        1,
                        InetAddress.getByName("192.0.2." + SLOW),
                        Networks.in("a"),
                        Networks.in("b"))[0];
        curls.add(seconds);
        System.out.printf(Locale.ROOT, "round %d: curl and sha256sum %.2f s%n", round, seconds);
    }

    private void say(int bytes, String rate) {
        double theirs = median(curls);
        System.out.printf(
                Locale.ROOT,
                "%d bytes at %s kbit/s: curl and sha256sum %.2f s (medians)%n",
                bytes,
                rate,
                theirs);
        rows.values()
                .forEach(row -> {
                    double own = median(row.seconds());
                    System.out.printf(
                            Locale.ROOT,
                            "%s: %.2f s, %.2f of that%n",
                            row.what(),
                            own,
                            own / theirs);
                });
    }

    private static double median(List<Double> all) {
        return FilesBench.median(all.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
