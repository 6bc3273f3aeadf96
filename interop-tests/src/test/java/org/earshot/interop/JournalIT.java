package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// What two phones remember of each other: calls, files, messages that are found again, that one of them does not want to be disturbed, and
/// what they say of their troubles without saying what nobody should know.
class JournalIT {
    private static final String BOB = "sip:bob@127.0.0.1";
    private static final String ALICE = "sip:alice@127.0.0.1";

    @Test
    void twoPhonesRemember() throws Exception {
        try (Lab lab = Lab.of("journal")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            Path alices = lab.privateFolder("alice-data");
            Path bobs = lab.privateFolder("bob-data");
            EarshotPhone alice = phone(lab, server, "alice", alices);
            EarshotPhone bob = phone(lab, server, "bob", bobs);

            alice.tell("message bob Rhubarb is the word of the day");
            bob.event("message", 30, _ -> true);
            alice.tell("send bob " + lab.write("Quincetree.txt", "what stands in the file"));
            bob.tell("accept " + bob.event("file", 30, _ -> true).path("id").asText());
            JsonNode file = journal(bob, "file");
            assertThat(file.path("outcome").asText()).isEqualTo("complete");
            assertThat(file.path("from").asText()).isEqualTo(ALICE);
            assertThat(journal(alice, "file").path("to").asText()).isEqualTo(BOB);

            talk(alice, bob);
            JsonNode made = journal(alice, "call");
            assertThat(made.path("outcome").asText()).isEqualTo("answered");
            assertThat(made.path("encryption").asText()).startsWith("SDES:");
            assertThat(made.path("talkedMs").asLong()).isPositive();
            assertThat(journal(bob, "call").path("from").asText()).isEqualTo(ALICE);

            alice.tell("subscribe bob");
            bob.tell("dnd on");
            bob.event("dnd", 10, e -> e.path("on").asBoolean());
            alice.event("presence", 30, e -> e.path("status").asText().equals("busy"));
            alice.tell("call bob");
            assertThat(alice.call("ended").path("reason").asText()).isEqualTo("busy");
            JsonNode missed = journal(bob, "call");
            assertThat(missed.path("outcome").asText()).isEqualTo("missed");
            assertThat(missed.path("reason").asText()).isEqualTo("do not disturb");

            isWithoutSecrets(diagnostics(alice, lab.file("alice.zip")), alices, "pwalice");
            isWithoutSecrets(diagnostics(bob, lab.file("bob.zip")), bobs, "pwbob");

            bob.tell("dnd off");
            alice.tell("call bob");
            bob.tell("answer " + bob.event("incoming-call", 30, _ -> true).path("call").asText());
            bob.call("established");
            alice.call("established");
            bob.tell("dnd on");
            bob.tell("draft alice Not sent yet");
            bob.tell("favourite add alice");
            bob.tell("drafts");
            bob.event("drafts", 10, e -> e.path("drafts").size() == 1);
            bob.process().handle().destroyForcibly();
            bob.process().handle().onExit().join();

            EarshotPhone again = phone(lab, server, "bob", bobs);
            again.tell("calls");
            JsonNode calls = again.event("calls", 10, _ -> true).path("calls");
            assertThat(calls).hasSize(3);
            assertThat(calls.get(0).path("outcome").asText()).isEqualTo("answered");
            assertThat(calls.get(0).path("reason").asText()).isEqualTo("the phone ended meanwhile");
            assertThat(calls.get(1).path("outcome").asText()).isEqualTo("missed");
            again.tell("missed");
            assertThat(again.event("missed", 10, _ -> true).path("count").asInt()).isEqualTo(1);
            again.tell("dnd");
            assertThat(again.event("dnd", 10, _ -> true).path("on").asBoolean()).isTrue();
            again.tell("drafts");
            assertThat(
                            again.event("drafts", 10, _ -> true)
                                    .path("drafts")
                                    .get(0)
                                    .path("text")
                                    .asText())
                    .isEqualTo("Not sent yet");
            again.tell("contacts");
            again.event(
                    "contacts", 10, e -> e.path("contacts").path(0).path("favourite").asBoolean());
            again.tell("files");
            assertThat(again.event("files", 10, _ -> true).path("files")).hasSize(1);
            again.tell("search RHUBARB day");
            assertThat(again.event("found", 10, _ -> true).path("messages")).hasSize(1);
            again.quitAndHeard();
            alice.quitAndHeard();
        }
    }

    private static EarshotPhone phone(Lab lab, EarshotServer server, String name, Path data) {
        return EarshotPhone.overTls(lab, server, name, "tone", "--data", data.toString());
    }

    private static void talk(EarshotPhone alice, EarshotPhone bob) {
        alice.tell("call bob");
        bob.tell("answer " + bob.event("incoming-call", 30, _ -> true).path("call").asText());
        alice.call("established");
        // each of them has measured it once
        alice.event("media", 30, e -> e.path("packetsReceived").asLong() > 0);
        bob.event("media", 30, e -> e.path("packetsReceived").asLong() > 0);
        alice.tell("hangup");
    }

    private static JsonNode journal(EarshotPhone phone, String kind) {
        return phone.event("journal", 30, e -> e.path("kind").asText().equals(kind));
    }

    private static Map<String, String> diagnostics(EarshotPhone phone, Path zip)
            throws IOException {
        phone.tell("diagnostics " + zip);
        phone.event("diagnostics", 30, _ -> true);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(zip)))
                .isEqualTo("rw-------");
        Map<String, String> files = new TreeMap<>();
        try (ZipFile entries = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : entries.stream().toList()) {
                files.put(
                        entry.getName(),
                        new String(
                                entries.getInputStream(entry).readAllBytes(),
                                StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static void isWithoutSecrets(Map<String, String> files, Path data, String password)
            throws IOException {
        assertThat(files.keySet())
                .containsExactly(
                        "README.txt", "about.txt", "calls.txt", "ladder.txt", "messages.txt");
        String all = String.join("\n", files.values());
        String instance = Files.readString(data.resolve("instance-id")).strip();
        assertThat(all)
                .doesNotContain(password)
                .doesNotContain("Rhubarb")
                .doesNotContain("Quincetree")
                .doesNotContain("what stands in the file")
                .doesNotContain(instance)
                .doesNotContainPattern("inline:[A-Za-z0-9+/]")
                .doesNotContainPattern("(?i)response=\"[^*]")
                .doesNotContainPattern("(?i)rspauth=\"[^*]")
                .doesNotContainPattern("ice-pwd:[^*]")
                .doesNotContainPattern("(?i)msrps?://[^\\s/]+/[^*]")
                .doesNotContainPattern("(?i)earshot-(?:msrp-)?relay: *[^* ]");
        assertThat(files.get("messages.txt"))
                .contains("inline:***", "response=\"***\"", "INVITE sip:", "a=fingerprint");
        assertThat(files.get("ladder.txt"))
                .contains("REGISTER", "200 OK (INVITE)", "-->", "<--", "MESSAGE");
        assertThat(files.get("calls.txt")).contains("ESTABLISHED", "mos ");
        assertThat(files.get("about.txt")).contains("Account[sip:", "Java", "registered");
    }
}
