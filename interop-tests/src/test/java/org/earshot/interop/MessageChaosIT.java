package org.earshot.interop;

import java.util.List;
import java.util.Optional;
import org.earshot.common.db.MariaDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `kill -9` of servers, database and phones at random moments, by seed, while everybody writes to everybody: what got a 2xx arrives at every
/// device of its reader, once at our phones, at those of others with at most one repetition for each crash and the same
/// Call-ID, and in the order in which it was acknowledged to its writer.
///
/// Eight seeds on MariaDB, every other one with two nodes, and two on the embedded store; `-Dearshot.long=true`: 200, and 20.
class MessageChaosIT {
    private static final int SEEDS = Boolean.getBoolean("earshot.long") ? 200 : 8;

    private static MariaDb database;

    @BeforeAll
    static void startDatabase() {
        database = MariaDb.start();
    }

    @AfterAll
    static void stopDatabase() {
        if (database != null) { // where there is none
            database.close();
        }
    }

    @Test
    void whateverIsKilledOfOneServer() throws Exception {
        run("chaos", 1, 1);
    }

    @Test
    void whateverIsKilledOnTheEmbeddedStore() throws Exception {
        try (Lab lab = Lab.of("chaos-embedded")) {
            List<KillableServer> servers = List.of(KillableServer.start(lab, "embedded"));
            MessageChaos chaos = new MessageChaos(lab, Optional.empty(), servers);
            for (int seed = 3; seed <= SEEDS; seed += Math.max(3, SEEDS / 20)) {
                chaos.run(seed);
            }
            chaos.check();
        }
    }

    @Test
    void whateverIsKilledOfTwoNodesOnOneDatabase() throws Exception {
        run("chaos-of-two", 2, 2);
    }

    private static void run(String name, int nodes, int firstSeed) throws Exception {
        try (Lab lab = Lab.of(name)) {
            String[] shared =
                    SharedStore.withBus(database.newDatabase(), lab.privateFolder("keys"));
            List<KillableServer> servers =
                    List.of("one", "two").subList(0, nodes).stream()
                            .map(node -> KillableServer.start(lab, node, shared))
                            .toList();
            MessageChaos chaos = new MessageChaos(lab, Optional.of(database), servers);
            for (int seed = firstSeed; seed <= SEEDS; seed += 2) {
                chaos.run(seed);
            }
            chaos.check();
        }
    }
}
