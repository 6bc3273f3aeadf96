package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.earshot.softphone.app.demo.ChildProcess;

/// What [NetworksIT] runs in network namespaces: our server and coturn in the public one, phones in others.
final class NetworkCalls {
    /// An argument: calls whose relay is lost, in place of those between networks.
    static final String LOST_RELAY = "lost-relay";

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final String SERVER = Networks.PUBLIC + ":5061";
    private static final String SERVER_6 = "[" + Networks.PUBLIC_6 + "]:5061";

    /// So many packets of 20 ms are a call.
    private static final int HEARD = 75;

    private final Lab lab;
    private final EarshotServer server;
    private final Map<String, EarshotPhone> phones = new HashMap<>(); // by network
    private ChildProcess relay;
    private int relays = 1;

    private NetworkCalls(Lab lab, EarshotServer server, ChildProcess relay) {
        this.lab = lab;
        this.server = server;
        this.relay = relay;
    }

    public static void main(String[] arguments) throws Exception {
        try (Lab lab = Lab.of("networks")) {
            Networks.open();
            NetworkCalls calls = new NetworkCalls(lab, server(lab), turnServer(lab, "coturn"));
            if (List.of(arguments).contains(LOST_RELAY)) {
                calls.runWithLostRelays();
            } else {
                calls.run();
            }
            System.out.println("all as it should be");
        }
    }

    private static EarshotServer server(Lab lab) throws Exception {
        Path secret = lab.write("relay.secret", SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        return EarshotServer.start(
                lab,
                lab.privateFolder("server-data"),
                "domain=" + Networks.PUBLIC,
                "listen.tls=" + SERVER + "," + SERVER_6,
                "relay.uris=turn:%1$s:3478?transport=udp,turn:%1$s:3478?transport=tcp"
                        .formatted(Networks.PUBLIC),
                "relay.secretFile=" + secret);
    }

    private static ChildProcess turnServer(Lab lab, String name) throws Exception {
        Path folder = lab.privateFolder(name);
        Path config =
                Files.write(
                        folder.resolve("turnserver.conf"),
                        List.of(
                                "listening-ip=" + Networks.PUBLIC,
                                "relay-ip=" + Networks.PUBLIC,
                                "listening-port=3478",
                                "realm=example.org",
                                "use-auth-secret",
                                "static-auth-secret=" + SECRET,
                                "no-tls",
                                "no-dtls",
                                "no-cli",
                                "verbose",
                                "userdb=" + folder.resolve("db"),
                                "log-file=stdout"));
        return lab.startLogged(
                name,
                List.of(
                        Lab.program("turnserver"),
                        "-c",
                        config.toString(),
                        "--pidfile",
                        folder.resolve("pid").toString()));
    }

    private void run() throws Exception {
        Networks.machine("open-a", 10);
        Networks.machine("open-b", 11);
        Networks.behind("cone-a", 20, Networks.Nat.CONE);
        Networks.behind("cone-b", 21, Networks.Nat.CONE);
        Networks.behind("symmetric-a", 30, Networks.Nat.SYMMETRIC);
        Networks.behind("symmetric-b", 31, Networks.Nat.SYMMETRIC);
        Networks.behind("no-udp", 40, Networks.Nat.CONE);
        Networks.withoutUdp("no-udp");
        Networks.machine6("six-a", 50);
        Networks.machine6("six-b", 51);
        Networks.machine("dual", 52);
        Networks.run("ip -n dual -6 addr add 2001:db8::52/64 dev out nodad");

        phonesIn(
                "open-a",
                "open-b",
                "cone-a",
                "cone-b",
                "symmetric-a",
                "symmetric-b",
                "no-udp",
                "six-a",
                "six-b",
                "dual");
        calls(
                Map.of(
                        new Pair("open-a", "open-b"), "direct",
                        new Pair("cone-a", "cone-b"), "direct",
                        new Pair("symmetric-a", "symmetric-b"), "relayed",
                        new Pair("six-a", "six-b"), "direct"));
        calls(
                Map.of(
                        new Pair("cone-a", "open-b"), "direct",
                        new Pair("no-udp", "cone-b"), "relayed",
                        new Pair("six-a", "dual"), "direct"));
        calls(Map.of(new Pair("symmetric-a", "open-b"), "direct"));
        forgetfulRouter();
        anotherNetwork();
    }

    private void runWithLostRelays() throws Exception {
        Networks.behind("symmetric-a", 30, Networks.Nat.SYMMETRIC);
        Networks.behind("symmetric-b", 31, Networks.Nat.SYMMETRIC);
        Networks.behind("no-udp", 40, Networks.Nat.CONE);
        Networks.withoutUdp("no-udp");

        Networks.behind("symmetric-c", 32, Networks.Nat.SYMMETRIC);

        phonesIn("symmetric-a", "symmetric-b", "symmetric-c", "no-udp");
        Pair byUdp = new Pair("symmetric-a", "symmetric-b");
        Pair byTcp = new Pair("no-udp", "symmetric-c");
        lostRelay(0, byUdp, byTcp);
        lostRelay(0, new Pair("symmetric-b", "symmetric-a"));
        lostRelay(6, byUdp, byTcp);
    }

    /// Two networks, and who calls whom.
    private record Pair(String from, String to) {}

    /// @param away for so many seconds
    /// @param pairs whose calls go over it at the same time
    private void lostRelay(int away, Pair... pairs) throws Exception {
        Map<Pair, Double> audio =
                inCalls(
                        List.of(pairs),
                        HEARD,
                        () -> {
                            relay.handle().destroyForcibly();
                            relay.handle().onExit().get();
                            TimeUnit.SECONDS.sleep(away);
                            relay = turnServer(lab, "coturn-" + ++relays);
                        });
        audio.forEach((pair, seconds) -> {
            System.out.printf(
                    "the relay of %s and %s was away for %d s: 1.5 s of audio after %.1f s%n",
                    pair.from(), pair.to(), away, seconds);
            // a second until somebody misses something, 3 until it is back, the audio itself, and a
            // second until that is told;
            // what was away for long is asked every 3.25 s
            assertThat(seconds).isLessThan(away == 0 ? 6.5 : away + 8.75);
        });
    }

    /// Starts a phone in each network, whose account has the network's name; each takes part in several calls, one after the other.
    ///
    /// @param networks where its name begins with `six` there is IPv6 alone
    private void phonesIn(String... networks) {
        for (String network : networks) {
            server.withUser(network, "pw" + network);
            phones.put(
                    network,
                    EarshotPhone.start(
                            lab.by(Networks.in(network)),
                            Map.of(),
                            network,
                            Networks.PUBLIC,
                            "pw" + network,
                            network.startsWith("six") ? SERVER_6 : SERVER,
                            "tls",
                            Optional.of(server.ca()),
                            "tone",
                            "--audio-out",
                            "null",
                            "--auto-answer"));
        }
        phones.values().forEach(EarshotPhone::registered);
    }

    /// Has calls made at the same time. What the phones said of calls before is read and gone.
    private void begin(Collection<Pair> pairs) {
        for (Pair pair : pairs) {
            phones.get(pair.from()).tell("call sip:" + pair.to() + "@" + Networks.PUBLIC);
        }
        for (Pair pair : pairs) {
            phones.get(pair.from()).call("established");
            phones.get(pair.to()).call("established");
        }
    }

    private void end(Collection<Pair> pairs) {
        pairs.forEach(pair -> phones.get(pair.from()).tell("hangup"));
        for (Pair pair : pairs) {
            phones.get(pair.from()).call("ended");
            phones.get(pair.to()).call("ended");
        }
    }

    /// @param ways of calls that are made at the same time
    private void calls(Map<Pair, String> ways) {
        long start = System.nanoTime();
        begin(ways.keySet());
        System.out.printf(
                "%d calls: established after %d ms%n",
                ways.size(), (System.nanoTime() - start) / 1_000_000);
        ways.forEach((pair, way) -> {
            for (String one : List.of(pair.from(), pair.to())) {
                JsonNode media = heard(phones.get(one), HEARD);
                assertThat(media.path("way").asText()).as(one + " of " + pair).isEqualTo(way);
            }
        });
        end(ways.keySet());
    }

    private static JsonNode heard(EarshotPhone phone, int packets) {
        return phone.event("media", 20, media -> media.path("packetsReceived").asLong() >= packets);
    }

    /// What happens to a network in the middle of a call.
    @FunctionalInterface
    private interface Event {
        void happens() throws Exception;
    }

    private void forgetfulRouter() throws Exception {
        System.out.printf(
                "a router that forgot: 4.5 s of audio after %.1f s%n",
                inCall("cone-a", "open-b", 3 * HEARD, () -> Networks.forget("cone-a")));
    }

    private void anotherNetwork() throws Exception {
        System.out.printf(
                "another network: 1.5 s of audio after %.1f s%n",
                inCall(
                        "open-a",
                        "open-b",
                        HEARD,
                        () -> {
                            Networks.run("ip -n open-a addr flush dev out scope global");
                            Networks.run("ip -n open-a addr add 192.0.2.12/24 dev out");
                        }));
    }

    private double inCall(String from, String to, int more, Event event) throws Exception {
        Pair pair = new Pair(from, to);
        return inCalls(List.of(pair), more, event).get(pair);
    }

    /// Has calls made, lets something happen, and waits until all have heard more.
    ///
    /// @param more packets
    /// @return how long that took in each, in seconds
    private Map<Pair, Double> inCalls(List<Pair> pairs, int more, Event event) throws Exception {
        List<EarshotPhone> callers = pairs.stream().map(pair -> phones.get(pair.from())).toList();
        List<EarshotPhone> called = pairs.stream().map(pair -> phones.get(pair.to())).toList();
        begin(pairs);
        List<EarshotPhone> all = Stream.concat(callers.stream(), called.stream()).toList();
        all.forEach(phone -> heard(phone, HEARD));

        Map<EarshotPhone, Integer> before = new HashMap<>();
        all.forEach(
                phone -> before.put(phone, phone.fresh("media").path("packetsReceived").asInt()));
        long start = System.nanoTime();
        event.happens();
        Map<Pair, Double> seconds = new LinkedHashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            for (EarshotPhone phone : List.of(callers.get(i), called.get(i))) {
                heard(phone, before.get(phone) + more);
            }
            seconds.put(pairs.get(i), (System.nanoTime() - start) / 1e9);
        }
        end(pairs);
        return seconds;
    }
}
