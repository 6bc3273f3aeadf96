package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.Test;

/// What was written follows its owner to a new phone, with what was read; not so after an administrator has set another
/// password, until somebody releases it.
class HistoryIT {

    @Test
    void aNewPhoneHasWhatTheOtherOneHas() throws Exception {
        try (Lab lab = Lab.of("history");
                Lab second = Lab.of("history-second");
                Lab third = Lab.of("history-third")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            EarshotPhone alice = phone(lab, server, "alice", "pwalice");
            EarshotPhone bob = phone(lab, server, "bob", "pwbob");
            bob.tell("message alice one");
            bob.event(
                    "message-status",
                    30,
                    event -> event.path("status").asText().equals("displayed"));
            alice.tell("message bob two");
            bob.event("message", 30, event -> event.path("text").asText().equals("two"));

            EarshotPhone fresh = phone(second, server, "alice", "pwalice");
            assertThat(history(fresh, 2))
                    .containsExactly(
                            "bob@127.0.0.1: one, read, by sip:bob@127.0.0.1",
                            "bob@127.0.0.1: two, read, by sip:alice@127.0.0.1");

            admin(server, "another", "user", "passwd", "alice", "--password-stdin");
            EarshotPhone reset = phone(third, server, "alice", "another");
            bob.tell("message alice three");
            // of before, nothing has come until then but what has to be done
            assertThat(reset.event("message", 30, _ -> true).path("text").asText())
                    .contains("/allow");
            assertThat(reset.event("message", 30, _ -> true).path("text").asText())
                    .isEqualTo("three");
            admin(server, "", "history", "release", "alice");
            assertThat(admin(server, "", "archive", "search", "--address", "alice"))
                    .contains("history-released");
            assertThat(history(reset, 2))
                    .containsExactly(
                            "bob@127.0.0.1: one, read, by sip:bob@127.0.0.1",
                            "bob@127.0.0.1: two, read, by sip:alice@127.0.0.1");
        }
    }

    private static EarshotPhone phone(Lab lab, EarshotServer server, String name, String password) {
        return EarshotPhone.start(
                        lab,
                        name,
                        password,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        Recording.speech(lab, name),
                        "--data",
                        lab.privateFolder(name + "-data").toString())
                .registered();
    }

    private static String admin(EarshotServer server, String input, String... command)
            throws Exception {
        AdminAnswer answer =
                AdminClient.ask(server.data(), new AdminRequest(List.of(command), input))
                        .orElseThrow();
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }

    /// What comes in one or more pieces.
    private static List<String> history(EarshotPhone phone, int count) {
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            for (JsonNode message : phone.event("history", 30, _ -> true).path("messages")) {
                all.add(
                        message.path("with").asText().replace("sip:", "")
                                + ": "
                                + message.path("text").asText()
                                + (message.path("read").asBoolean() ? ", read" : ", unread")
                                + ", by "
                                + message.path("author").asText());
            }
        }
        return all;
    }
}
