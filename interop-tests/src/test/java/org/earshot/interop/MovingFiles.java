package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// What [FilesIT] runs in network namespaces: in the middle of a file the sender's machine gets another address, as in another network, and then
/// the receiver's.
final class MovingFiles {
    private static final String SERVER = Networks.PUBLIC + ":5061";

    /// More than a phone takes to see that it has moved, at the rate below.
    private static final int BYTES = 12_000_000;

    private static final int HALF = BYTES / 3;

    /// A connection of which nothing is heard would be given up later.
    private static final double MOST_SECONDS = 15;

    private final Lab lab;
    private final EarshotServer server;
    private final Path file;

    private MovingFiles(Lab lab) throws IOException {
        this.lab = lab;
        server =
                EarshotServer.start(
                                lab,
                                lab.privateFolder("server-data"),
                                "domain=" + Networks.PUBLIC,
                                "listen.tls=" + SERVER)
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
        byte[] bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        file = Files.write(lab.file("plan.dat"), bytes);
    }

    public static void main(String[] arguments) throws Exception {
        try (Lab lab = Lab.of("moving-files")) {
            Networks.open();
            Networks.machine("a", 10);
            Networks.machine("b", 11);
            Networks.slow("a", "16mbit");
            MovingFiles run = new MovingFiles(lab);
            List<EarshotPhone> both =
                    EarshotPhone.together(
                            () -> run.phone("alice", "a"), () -> run.phone("bob", "b"));
            EarshotPhone alice = both.getFirst();
            EarshotPhone bob = both.getLast();
            run.send(alice, bob, alice, "a", 10, 30);
            run.send(alice, bob, bob, "b", 11, 31);
            alice.quitAndHeard();
            bob.quitAndHeard();
            System.out.println("all as it should be");
        }
    }

    private EarshotPhone phone(String user, String network) {
        return EarshotPhone.inNetwork(lab, server, SERVER, user, network);
    }

    private void send(
            EarshotPhone from,
            EarshotPhone to,
            EarshotPhone mover,
            String machine,
            int before,
            int after)
            throws IOException, InterruptedException {
        from.tell("send bob " + file);
        JsonNode offered = to.offeredFile();
        to.tell("accept " + offered.path("id").asText());
        to.event("file", 60, e -> e.path("bytes").asLong() > HALF);
        long moved = System.nanoTime();
        Networks.move(machine, before, after);
        mover.event("file", 90, e -> e.has("reason"));
        JsonNode again = mover.event("file", 60, e -> !e.has("reason"));
        double seconds = (System.nanoTime() - moved) / 1e9;
        JsonNode complete = to.event("file", 60, e -> e.path("state").asText().equals("complete"));
        System.out.printf(
                "the %s moved: on again after %.1f s, from byte %d%n",
                mover == from ? "sender" : "receiver", seconds, again.path("bytes").asLong());
        assertThat(again.path("bytes").asLong()).isGreaterThan(HALF / 2);
        assertThat(seconds).isLessThan(MOST_SECONDS);
        assertThat(Path.of(complete.path("file").asText())).hasSameBinaryContentAs(file);
        from.event("file", 60, e -> e.path("state").asText().equals("complete"));
    }
}
