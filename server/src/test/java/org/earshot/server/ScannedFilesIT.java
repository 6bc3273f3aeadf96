package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.server.files.Clamd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file store with ClamAV's daemon itself, and what it finds held back.
class ScannedFilesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private static URI upload(ServedFiles served, FilePhone phone, byte[] content)
            throws Exception {
        HttpResponse<byte[]> created =
                served.create(phone, "invoice.txt", content, "sip:bob@127.0.0.1");
        assertThat(created.statusCode()).as(FilePhone.text(created)).isEqualTo(201);
        return served.here(JSON.readTree(created.body()).get("url").textValue());
    }

    @Test
    void whatTheScannerFindsIsHeldBackAndCanBeReleased() throws Exception {
        try (Clamd clamd = Clamd.start(Files.createDirectory(folder.resolve("clamd")));
                ServedFiles served =
                        ServedFiles.start(
                                folder.resolve("data"),
                                "domain=127.0.0.1",
                                "files.way=store",
                                "files.clamd=127.0.0.1:" + clamd.address().getPort(),
                                "files.quarantine.keep=7d")) {
            FilePhone alice = served.phone("alice", DigestAlgorithm.SHA_256);
            FilePhone bob = served.phone("bob", DigestAlgorithm.SHA_256);
            URI harmless = upload(served, alice, "nothing but words".getBytes(UTF_8));
            assertThat(
                            alice.ask(
                                            "PATCH",
                                            harmless,
                                            "nothing but words".getBytes(UTF_8),
                                            "Upload-Offset",
                                            "0")
                                    .statusCode())
                    .isEqualTo(204);

            URI url = upload(served, alice, Clamd.eicar());
            HttpResponse<byte[]> refused =
                    alice.ask("PATCH", url, Clamd.eicar(), "Upload-Offset", "0");
            assertThat(refused.statusCode()).isEqualTo(403);
            String why = "the virus scanner found Eicar-Test-Signature.UNOFFICIAL";
            assertThat(FilePhone.text(refused)).startsWith(why + "; it is held back");
            assertThat(FilePhone.text(alice.get(url))).isEqualTo(FilePhone.text(refused));
            assertThat(bob.get(url).statusCode()).isEqualTo(404);
            try (var files = Files.walk(folder.resolve("data"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("ANTIVIRUS");
                }
            }

            JsonNode held = JSON.readTree(served.admin("file", "quarantine", "list", "--json"));
            assertThat(held).hasSize(1);
            assertThat(held.get(0).path("reason").textValue()).isEqualTo(why);
            served.admin("file", "quarantine", "release", held.get(0).path("id").textValue());
            assertThat(bob.get(url).body()).isEqualTo(Clamd.eicar());
            assertThat(served.facts("file-held")).contains(why, "sip:bob@127.0.0.1");
            assertThat(served.facts("file-released")).contains(why);
        }
    }

    /// Nothing is held of which nobody knows whether it is a virus; and nothing comes through.
    @Test
    void whileTheScannerIsAwayNothingComesThroughAndNothingIsHeld() throws Exception {
        int port;
        Path own = Files.createDirectory(folder.resolve("clamd"));
        try (Clamd clamd = Clamd.start(own)) {
            port = clamd.address().getPort();
        }
        try (ServedFiles served =
                ServedFiles.start(
                        folder.resolve("data"),
                        "domain=127.0.0.1",
                        "files.way=store",
                        "files.clamd=127.0.0.1:" + port,
                        "files.quarantine.keep=7d")) {
            FilePhone alice = served.phone("alice", DigestAlgorithm.SHA_256);
            URI url = upload(served, alice, Clamd.eicar());
            assertThat(alice.ask("PATCH", url, Clamd.eicar(), "Upload-Offset", "0").statusCode())
                    .isEqualTo(503);
            assertThat(served.admin("file", "quarantine", "list")).contains("nothing is held back");
            assertThat(served.phone("bob", DigestAlgorithm.SHA_256).get(url).statusCode())
                    .isEqualTo(404);
        }
    }
}
