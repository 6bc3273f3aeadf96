package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// What [RelayedFilesIT] runs in network namespaces: our server with its relay in the public one, phones in others, and a file from
/// each to the other.
final class NetworkFiles {
    private static final String SERVER = Networks.PUBLIC + ":5061";
    private static final int BYTES = 3_000_000;

    private final Lab lab;
    private final EarshotServer server;
    private final Path file;

    private NetworkFiles(Lab lab) throws IOException {
        this.lab = lab;
        server =
                EarshotServer.start(
                                lab,
                                lab.privateFolder("server-data"),
                                "domain=" + Networks.PUBLIC,
                                "listen.tls=" + SERVER,
                                "listen.msrp=" + Networks.PUBLIC + ":2855")
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
        byte[] bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        file = Files.write(lab.file("plan.dat"), bytes);
    }

    public static void main(String[] arguments) throws Exception {
        try (Lab lab = Lab.of("network-files")) {
            Networks.open();
            Networks.machine("open-a", 10);
            Networks.behind("cone-a", 20, Networks.Nat.CONE);
            Networks.behind("cone-b", 21, Networks.Nat.CONE);
            NetworkFiles run = new NetworkFiles(lab);
            run.bothWays("cone-a", "cone-b", "relay", "relay");
            // who is reached from everywhere waits, and the other one connects
            run.bothWays("open-a", "cone-b", "direct", "relay");
            System.out.println("all as it should be");
        }
    }

    private void bothWays(String atAlice, String atBob, String there, String back) {
        List<EarshotPhone> both =
                EarshotPhone.together(() -> phone("alice", atAlice), () -> phone("bob", atBob));
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        send(alice, atAlice, bob, "bob", there);
        send(alice, atAlice, bob, "bob", there);
        send(bob, atBob, alice, "alice", back);
        alice.quitAndHeard();
        bob.quitAndHeard();
    }

    private EarshotPhone phone(String user, String network) {
        return EarshotPhone.inNetwork(lab, server, SERVER, user, network);
    }

    private void send(EarshotPhone from, String network, EarshotPhone to, String name, String way) {
        from.tell("send " + name + " " + file);
        JsonNode offered = to.offeredFile();
        long start = System.nanoTime();
        to.tell("accept " + offered.path("id").asText());
        JsonNode complete = complete(to);
        System.out.printf(
                "from %s to %s: %s, %.1f s%n",
                network, name, complete.path("way").asText(), (System.nanoTime() - start) / 1e9);
        assertThat(complete.path("way").asText()).as("from " + network).isEqualTo(way);
        assertThat(complete(from).path("way").asText()).isEqualTo(way);
        assertThat(Path.of(complete.path("file").asText())).hasSameBinaryContentAs(file);
    }

    private static JsonNode complete(EarshotPhone phone) {
        return phone.event("file", 60, e -> e.path("state").asText().equals("complete"));
    }
}
