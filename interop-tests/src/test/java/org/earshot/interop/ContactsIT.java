package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.Test;

/// The contact list is the same on all devices of a user; a device that is new after a reset waits until an older one
/// agrees; and the server blocks senders for whoever writes to it, on whatever phone.
class ContactsIT {
    private static final String SERVICE = "sip:earshot@127.0.0.1";
    private static final String BOB = "sip:bob@127.0.0.1";
    private static final String CAROL = "sip:carol@example.org";
    private static final String DAVE = "sip:dave@127.0.0.1";
    private static final String ERIN = "sip:erin@127.0.0.1";

    @Test
    void whatIsChangedOnOneDeviceIsSeenOnTheOtherAndWhatIsChangedOfflineIsMerged() {
        try (Lab lab = Lab.of("contacts");
                Lab second = Lab.of("contacts-second")) {
            EarshotServer server = EarshotServer.start(lab).withUser("alice", "pwalice");
            EarshotPhone one = phone(lab, server, "pwalice", "tls");
            EarshotPhone two = phone(second, server, "pwalice", "tcp");
            list(one, "synced");
            list(two, "synced");
            one.tell("contact add bob Bob the Builder");
            list(two, "synced", BOB + " Bob the Builder");
            two.tell("contact add " + CAROL);
            list(one, "synced", BOB + " Bob the Builder", CAROL);

            server.stop();
            one.event("registration-failed", 60, _ -> true);
            two.event("registration-failed", 60, _ -> true);
            one.tell("contact add dave");
            one.tell("contact remove bob");
            two.tell("contact add erin");
            EarshotServer again = EarshotServer.start(lab, server.data(), server.samePorts());
            list(one, "synced", CAROL, DAVE, ERIN);
            list(two, "synced", CAROL, DAVE, ERIN);

            // a device that comes later has it, and a device that was off
            two.quitAndHeard();
            one.tell("contact remove dave");
            list(one, "synced", CAROL, ERIN);
            EarshotPhone back = phone(second, again, "pwalice", "tls");
            list(back, "synced", CAROL, ERIN);
        }
    }

    @Test
    void whoMaySeeOneIsSaidByThePhone() {
        try (Lab lab = Lab.of("rules");
                Lab second = Lab.of("rules-second")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            EarshotPhone alice = phone(lab, server, "pwalice", "tls");
            EarshotPhone bob = phone(second, server, "bob", "pwbob", "tls");
            bob.tell("subscribe alice");
            presence(bob, "available");
            alice.tell("rule polite bob");
            presence(bob, "offline");
            JsonNode told = alice.event("rules", 30, _ -> true);
            assertThat(told.path("rules").toString())
                    .isEqualTo("[{\"uri\":\"sip:bob@127.0.0.1\",\"sight\":\"polite\"}]");
            assertThat(server.admin("presence", "list", "alice")).contains("bob");
            alice.tell("rule forget bob");
            presence(bob, "available");
        }
    }

    private static void presence(EarshotPhone phone, String status) {
        phone.event("presence", 30, event -> event.path("status").asText().equals(status));
    }

    @Test
    void aDeviceThatWasKnownBeforeAllowsANewOne() throws Exception {
        try (Lab lab = Lab.of("allow");
                Lab second = Lab.of("allow-second");
                Lab third = Lab.of("allow-third")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            EarshotPhone old = phone(lab, server, "pwalice", "tls");
            old.tell("contact add bob");
            list(old, "synced", BOB);
            old.tell("message bob of before");
            old.event("message-status", 30, _ -> true);
            old.quitAndHeard();

            admin(server, "another", "user", "passwd", "alice", "--password-stdin");
            EarshotPhone fresh = phone(second, server, "another", "tls");
            String code = code(said(fresh));
            fresh.tell("contacts");
            list(fresh, "withheld");
            fresh.tell("allow " + code);
            assertThat(said(fresh)).contains("This device can't allow it");

            EarshotPhone known = phone(lab, server, "another", "tls");
            assertThat(said(known)).contains("A new device", "/allow");
            known.tell("message earshot /allow 0000-0001");
            assertThat(said(known)).contains("No device of yours");
            known.tell("message earshot /allow " + code);
            assertThat(said(known)).contains("The new device gets");
            list(fresh, "synced", BOB);
            JsonNode history = fresh.event("history", 30, _ -> true);
            assertThat(history.path("messages").get(0).path("text").asText())
                    .isEqualTo("of before");
            assertThat(admin(server, "", "archive", "search", "--address", "alice"))
                    .contains("history-released");

            // who came after it waits all the same
            EarshotPhone later = phone(third, server, "another", "tls");
            list(later, "withheld");
        }
    }

    @Test
    void anyPhoneBlocksAndUnblocksSendersInWriting() throws Exception {
        try (Lab lab = Lab.of("block")) {
            EarshotServer server =
                    EarshotServer.start(lab)
                            .withUser("alice", "pwalice")
                            .withUser("bob", "pwbob")
                            .withUser("eve", "pweve");
            BarePhone bob = BarePhone.udp(lab, "bob", "pwbob", server.address("udp")).registered();
            bob.answering("MESSAGE", "200 OK");
            BarePhone eve = BarePhone.udp(lab, "eve", "pweve", server.address("udp")).registered();
            assertThat(bob.message("earshot", "/help")).startsWith("SIP/2.0 20");
            assertThat(bob.request("MESSAGE", "/block ADDRESS")).contains(SERVICE);
            assertThat(bob.message("earshot", "/block eve")).startsWith("SIP/2.0 20");
            bob.request("MESSAGE", "no messages of eve@127.0.0.1");
            assertThat(eve.message("bob", "anybody there?")).startsWith("SIP/2.0 202");
            assertThat(bob.message("earshot", "/blocked")).startsWith("SIP/2.0 20");
            bob.request("MESSAGE", "eve@127.0.0.1");
            bob.message("earshot", "/unblock eve");
            bob.request("MESSAGE", "again");
            assertThat(eve.message("bob", "and now?")).startsWith("SIP/2.0 200");
            bob.request("MESSAGE", "and now?");
            assertThat(bob.everything()).noneMatch(text -> text.contains("anybody there?"));

            EarshotPhone alice = phone(lab, server, "pwalice", "tls");
            alice.tell("@b block eve");
            assertThat(said(alice)).contains("no messages of eve@127.0.0.1");
            assertThat(eve.message("alice", "hello?")).startsWith("SIP/2.0 202");
            alice.tell("unblock " + "sip:eve@127.0.0.1");
            assertThat(said(alice)).contains("again");
        }
    }

    /// A phone of alice's, with the data of the lab.
    private static EarshotPhone phone(
            Lab lab, EarshotServer server, String password, String transport) {
        return phone(lab, server, "alice", password, transport);
    }

    private static EarshotPhone phone(
            Lab lab, EarshotServer server, String name, String password, String transport) {
        return EarshotPhone.start(
                        lab,
                        name,
                        password,
                        server.address(transport),
                        transport,
                        Optional.of(server.ca()),
                        Recording.speech(lab, "alice"),
                        "--data",
                        lab.privateFolder(name + "-data").toString())
                .registered();
    }

    /// Waits until a phone shows this list, in whatever order.
    private static void list(EarshotPhone phone, String state, String... contacts) {
        phone.event(
                "contacts",
                30,
                event -> {
                    List<String> shown = new ArrayList<>();
                    for (JsonNode contact : event.path("contacts")) {
                        shown.add(
                                (contact.path("uri").asText() + " " + contact.path("name").asText())
                                        .strip());
                    }
                    shown.sort(null);
                    return event.path("state").asText().equals(state)
                            && shown.equals(List.of(contacts));
                });
    }

    private static String said(EarshotPhone phone) {
        return phone.event("message", 30, event -> event.path("from").asText().equals(SERVICE))
                .path("text")
                .asText();
    }

    private static String code(String text) {
        Matcher code = Pattern.compile("/allow ([0-9]{4}-[0-9]{4})").matcher(text);
        assertThat(code.find()).as(text).isTrue();
        return code.group(1);
    }

    private static String admin(EarshotServer server, String input, String... command)
            throws Exception {
        AdminAnswer answer =
                AdminClient.ask(server.data(), new AdminRequest(List.of(command), input))
                        .orElseThrow();
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }
}
