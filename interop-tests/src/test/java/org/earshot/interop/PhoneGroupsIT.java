package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three phones of ours, each a process of its own, and a group that one of them makes.
class PhoneGroupsIT {
    private static final String TEAM = "sip:the-team@127.0.0.1";
    private static final String BOB = "sip:bob@127.0.0.1";
    private static final String CAROL = "sip:carol@127.0.0.1";

    private Lab lab;
    private EarshotServer server;
    private EarshotPhone alice;
    private EarshotPhone bob;
    private EarshotPhone carol;

    @BeforeEach
    void open() throws IOException {
        lab = Lab.of("phone-groups");
        server =
                EarshotServer.start(
                        lab, lab.privateFolder("server-data"), "https.listen=127.0.0.1:0");
        alice = phone("alice");
        bob = phone("bob");
        carol = phone("carol");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private EarshotPhone phone(String name) throws IOException {
        server.withUser(name, "pw" + name);
        return EarshotPhone.overTls(lab, server, name, "silence", "--audio-out", "null");
    }

    private static void hears(EarshotPhone phone, String text) {
        phone.event(
                "message",
                20,
                event ->
                        event.path("from").asText().equals(TEAM)
                                && event.path("text").asText().contains(text));
    }

    private static List<String> members(JsonNode group) {
        List<String> members = new ArrayList<>();
        for (JsonNode member : group.path("members")) {
            members.add(
                    member.path("uri").asText()
                            + (member.path("owner").asBoolean() ? " owner" : ""));
        }
        return members;
    }

    @Test
    void aGroupIsMadeWrittenToAndLeft() throws Exception {
        JsonNode made = alice.answer("a1", "group make \"The Team\" bob " + CAROL);
        assertThat(made.path("uri").asText()).isEqualTo(TEAM);
        assertThat(members(made)).containsExactly("sip:alice@127.0.0.1 owner", BOB, CAROL);
        // who was put in is told so
        hears(bob, "You are in the group \"The Team\" now.");
        hears(carol, "You are in the group \"The Team\" now.");
        alice.tell("message " + TEAM + " hello all");
        hears(bob, "hello all");
        hears(carol, "hello all");
        JsonNode mine = bob.answer("b1", "groups");
        assertThat(mine.path("mayMake").asBoolean()).isTrue();
        assertThat(mine.path("groups").get(0).path("uri").asText()).isEqualTo(TEAM);
        assertThat(mine.path("groups").get(0).path("members").asInt()).isEqualTo(3);

        // only owners take out, and who is out gets no more
        assertThat(bob.answer("b2", "group remove " + TEAM + " carol").path("trouble").asText())
                .isEqualTo("not-allowed");
        alice.done("a2", "group owner " + TEAM + " bob");
        bob.done("b3", "group remove " + TEAM + " carol");
        assertThat(carol.answer("c1", "group members " + TEAM).path("trouble").asText())
                .isEqualTo("gone");
        alice.tell("message " + TEAM + " without carol");
        hears(bob, "without carol");
        alice.tell("message " + CAROL + " to you alone");
        JsonNode next = carol.event("message", 20, _ -> true);
        assertThat(next.path("text").asText()).isEqualTo("to you alone");
        carol.tell("@c2 message " + TEAM + " let me in");
        carol.event(
                "message-status",
                20,
                event ->
                        event.path("tag").asText().equals("c2")
                                && event.path("status").asText().equals("failed"));

        bob.done("b4", "group rename " + TEAM + " The Two of Us");
        bob.done("b5", "group member " + TEAM + " alice");
        alice.done("a3", "group leave " + TEAM);
        assertThat(alice.answer("a4", "groups").path("groups")).isEmpty();
        JsonNode left = bob.answer("b6", "group members " + TEAM);
        assertThat(left.path("name").asText()).isEqualTo("The Two of Us");
        assertThat(members(left)).containsExactly(BOB + " owner");
        bob.done("b7", "group add " + TEAM + " alice carol");
        hears(carol, "You are in the group \"The Two of Us\" now.");
        assertThat(server.admin("archive", "verify")).contains("intact");
    }
}
