package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.Test;

/// What the server acknowledged is still there after `kill -9` and a restart.
class KillIT {

    @Test
    void onTheEmbeddedStore() throws Exception {
        try (Lab lab = Lab.of("kill-h2")) {
            survives(lab);
        }
    }

    @Test
    void onMariaDb() throws Exception {
        try (Lab lab = Lab.of("kill-mariadb")) {
            DatabaseConfig database = MariaDb.shared().newDatabase();
            survives(lab, "database.url=" + database.url(), "database.user=" + database.user());
        }
    }

    private static void survives(Lab lab, String... settings) throws Exception {
        Path data = lab.privateFolder("server-data");
        EarshotServer server =
                EarshotServer.start(lab, data, settings)
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob")
                        .withUser("carol", "pwcarol");
        Path silence = Recording.speech(lab, "alice");
        EarshotPhone alice = phone(lab, server, "alice", silence);
        EarshotPhone bob = phone(lab, server, "bob", silence);
        alice.tell("message sip:bob@127.0.0.1 remember this");
        alice.event("message-status", 20, e -> e.path("status").asText().equals("sent"));
        // the binding acknowledged last is the one that a lazy store would lose
        BarePhone carol =
                BarePhone.udp(lab, "carol", "pwcarol", server.address("udp")).registered();
        server.kill();

        EarshotServer again = EarshotServer.start(lab, data, both(settings, server.samePorts()));
        // UDP phones: nothing but the stored binding says where bob is
        alice.tell("message sip:bob@127.0.0.1 are you still there?");
        bob.event("message", 30, e -> e.path("text").asText().equals("are you still there?"));
        alice.tell("message sip:carol@127.0.0.1 and you?");
        String toCarol = carol.request("MESSAGE");
        carol.answer(toCarol, "200 OK", "");
        assertThat(BarePhone.body(toCarol)).isEqualTo("and you?");
        assertThat(admin(lab, again, "archive", "verify").toString()).contains("intact");
        assertThat(admin(lab, again, "archive", "search", "--address", "sip:bob@127.0.0.1"))
                .anyMatch(line -> line.contains("sip:alice@127.0.0.1 to sip:bob@127.0.0.1"));
    }

    private static String[] both(String[] first, String[] second) {
        return Stream.of(first, second).flatMap(Stream::of).toArray(String[]::new);
    }

    private static EarshotPhone phone(Lab lab, EarshotServer server, String name, Path said) {
        return EarshotPhone.start(
                        lab,
                        name,
                        "pw" + name,
                        server.address("udp"),
                        "udp",
                        Optional.empty(),
                        said)
                .registered();
    }

    private static List<String> admin(Lab lab, EarshotServer server, String... command) {
        List<String> arguments = new java.util.ArrayList<>(List.of("admin"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of("--data", server.data().toString()));
        ChildProcess process =
                lab.java(
                        "admin-" + command[1],
                        Map.of(),
                        "org.earshot.server.ServerMain",
                        arguments);
        return process.allLines(60);
    }
}
