package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.Test;

/// A server is backed up while messages come in, all that it has is destroyed, and the backup is put back.
class BackupIT {
    private static final String PASSWORD = "a long password for keys";
    private static final int BEFORE = 40;

    @Test
    void whatWasAcknowledgedBeforeIsThereAgain() throws Exception {
        try (Lab lab = Lab.of("backup")) {
            EarshotServer server =
                    EarshotServer.start(lab, "https.listen=127.0.0.1:0", "files.way=store")
                            .withUser("alice", "pwalice")
                            .withUser("bob", "pwbob");
            EarshotPhone alice = EarshotPhone.overTls(lab, server, "alice", "silence");
            Path file = lab.write("plan.txt", "the plan of the office ".repeat(20_000));
            alice.tell("send bob " + file);
            alice.event("file", 60, event -> event.path("state").asText().equals("complete"));
            for (int i = 0; i < BEFORE; i++) {
                write(alice, "before-" + i);
            }
            for (int i = 0; i < BEFORE; i++) {
                sent(alice);
            }

            // they go on while the copy is made
            for (int i = 0; i < 3 * BEFORE; i++) {
                write(alice, "meanwhile-" + i);
            }
            Path folder = lab.file("copy");
            Path keys = lab.file("copy.keys");
            assertThat(backup(server, folder, keys)).contains("backed up");
            for (int i = 0; i < 3 * BEFORE; i++) {
                sent(alice);
            }
            write(alice, "after");
            sent(alice);
            alice.tell("quit");
            nothingIsOpen(folder, keys);

            Path anchors = lab.privateFolder("newer-anchors");
            server.stop();
            copy(server.data().resolve("anchors"), anchors);
            Lab.delete(server.data());

            assertThat(restore(lab, "wrong", server.data(), folder, keys, "not this one"))
                    .contains("password is wrong");
            assertThat(server.data()).doesNotExist();
            assertThat(restore(lab, "right", server.data(), folder, keys, PASSWORD))
                    .contains("put back what 127.0.0.1 had");

            EarshotServer again =
                    EarshotServer.start(
                            lab,
                            server.data(),
                            "https.listen=" + server.address("https"),
                            "files.way=store");
            assertThat(again.admin("archive", "verify")).contains("intact");
            // what came after the backup is missing, and whoever has newer anchors is told
            AdminAnswer against =
                    AdminClient.ask(
                                    again.data(),
                                    new AdminRequest(
                                            List.of(
                                                    "archive",
                                                    "verify",
                                                    "--against",
                                                    anchors.toString()),
                                            ""))
                            .orElseThrow();
            assertThat(against.status()).as(against.output()).isEqualTo(1);
            assertThat(against.output()).contains("missing");

            EarshotPhone bob =
                    EarshotPhone.overTls(
                            lab,
                            again,
                            "bob",
                            "silence",
                            "--download-dir",
                            lab.file("down").toString());
            // in whichever order they come
            Set<String> missing = new HashSet<>();
            for (int i = 0; i < BEFORE; i++) {
                missing.add("before-" + i);
            }
            missing.add("the file");
            while (!missing.isEmpty()) {
                JsonNode event =
                        new ObjectMapper()
                                .readTree(
                                        bob.process()
                                                .await("" + missing, 60, Optional::of)
                                                .value());
                if (event.path("state").asText().equals("offered")) {
                    bob.tell("accept " + event.path("id").asText());
                } else if (event.path("state").asText().equals("complete")) {
                    missing.remove("the file");
                } else {
                    missing.remove(event.path("text").asText());
                }
            }
            Path got = lab.file("down").resolve("plan.txt");
            assertThat(got).hasSameBinaryContentAs(file);
        }
    }

    private static void write(EarshotPhone alice, String text) {
        alice.tell("message bob " + text);
    }

    private static void sent(EarshotPhone alice) {
        alice.event("message-status", 30, event -> event.path("status").asText().equals("sent"));
    }

    private static String backup(EarshotServer server, Path folder, Path keys) throws Exception {
        AdminAnswer answer =
                AdminClient.ask(
                                server.data(),
                                new AdminRequest(
                                        List.of(
                                                "backup",
                                                folder.toString(),
                                                "--keys",
                                                keys.toString(),
                                                "--password-stdin"),
                                        PASSWORD))
                        .orElseThrow();
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }

    /// By a process of its own, as an administrator would. @return all that it said
    private static String restore(
            Lab lab, String label, Path data, Path folder, Path keys, String password)
            throws Exception {
        Path said = lab.file(label + "-said");
        Process process =
                new ProcessBuilder(
                                Lab.javaCommand(
                                        "org.earshot.server.ServerMain",
                                        List.of(
                                                "admin",
                                                "restore",
                                                folder.toString(),
                                                "--keys",
                                                keys.toString(),
                                                "--password-stdin",
                                                "--data",
                                                data.toString(),
                                                "--set",
                                                "domain=127.0.0.1")))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try (var in = process.getOutputStream()) {
            in.write((password + "\n").getBytes(StandardCharsets.UTF_8));
        }
        process.waitFor();
        return Files.readString(said);
    }

    /// Neither words nor keys lie about in what is put away.
    private static void nothingIsOpen(Path folder, Path keys) throws Exception {
        assertThat(folder.resolve("keys")).doesNotExist();
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
        assertThat(Files.readString(keys)).startsWith("earshot-key-backup-1 ");
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(file.getFileName().toString()).doesNotEndWith(".key");
                if (file.startsWith(folder.resolve("files"))) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("the plan of the office");
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> all = Files.list(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
