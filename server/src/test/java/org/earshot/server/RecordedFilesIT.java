package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.server.ServedFiles.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.login.LoginCodes;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of files in the record of a whole server (`files.record: content`).
class RecordedFilesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path temp;
    private ServedFiles on;
    private FilePhone alice;

    @BeforeEach
    void start() throws IOException {
        on = ServedFiles.start(temp.resolve("data"), "files.record=content", "files.way=store");
        alice = on.phone("alice", DigestAlgorithm.SHA_256);
    }

    @AfterEach
    void stop() {
        on.close();
    }

    private String stored() throws IOException {
        JsonNode found =
                JSON.readTree(on.admin("archive", "search", "--kind", "file-stored", "--json"));
        assertThat(found).hasSize(1);
        return found.get(0).get("record").textValue();
    }

    @Test
    void anOfficerGetsWhatItsSenderHasErased() throws Exception {
        byte[] content = content(200_000);
        URI file = on.put(alice, content, "sip:bob@localhost");
        assertThat(alice.ask("DELETE", file, new byte[0]).statusCode()).isEqualTo(204);
        assertThat(on.admin("status"))
                .contains("files=0, bytes=0", "recorded=1, bytesRecorded=200000");
        String record = stored();
        AdminAnswer added =
                on.ask(
                        new AdminRequest(
                                List.of(
                                        "officer",
                                        "add",
                                        "olga",
                                        "--role",
                                        "officer",
                                        "--password-stdin"),
                                ServedFiles.PASSWORD));
        assertThat(added.status()).as(added.errors()).isZero();
        String uri = added.output().strip();
        Path out = temp.resolve("out.png");

        AdminAnswer refused =
                on.ask(new AdminRequest(List.of("archive", "file", record, out.toString()), ""));
        assertThat(refused.status()).isNotZero();
        assertThat(refused.errors()).contains("officers only");
        assertThat(out).doesNotExist();

        AdminAnswer written = asOlga(uri, 1, "archive", "file", record, out.toString());
        assertThat(written.status()).as(written.errors()).isZero();
        assertThat(written.output()).contains("200000 bytes");
        assertThat(out).hasBinaryContent(content);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
        assertThat(on.admin("archive", "search", "--kind", "content-viewed")).contains("olga");
        AdminAnswer shown = asOlga(uri, 2, "archive", "show", record, "--content");
        assertThat(shown.output()).contains("earshot admin archive file");
        assertThat(on.admin("archive", "verify")).contains("intact");
    }

    /// @param step each code serves once, and the next ones are taken a little early
    private AdminAnswer asOlga(String uri, int step, String... command) {
        Instant at = Instant.now().plusSeconds(step == 1 ? 0 : 30);
        return on.ask(
                new AdminRequest(
                        List.of(command),
                        "",
                        "",
                        new AdminRequest.Login(
                                "olga", ServedFiles.PASSWORD, LoginCodes.of(uri, at)),
                        AdminRequest.Stage.NONE));
    }

    private AdminAnswer copyOf(String record) {
        return on.ask(
                new AdminRequest(
                        List.of("archive", "file", record, temp.resolve("x").toString()), ""));
    }

    @Test
    void whatHasNoCopyIsSaidSo() throws Exception {
        on.close();
        on.open();
        on.put(alice, content(10), "sip:bob@localhost");
        AdminAnswer none = copyOf(stored());
        assertThat(none.errors()).contains("has no copy of a file: files.record was facts then");
        on.close();
        on.open("files.record=content", "files.way=store");
    }

    @Test
    void aCopyThatIsMissingIsSaidSo() throws Exception {
        on.put(alice, content(10), "sip:bob@localhost");
        try (Stream<Path> files = Files.list(on.data().resolve("files"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        AdminAnswer gone = copyOf(stored());
        assertThat(gone.errors()).contains("restore it from the backup");
        assertThat(temp.resolve("x")).doesNotExist();
        AdminAnswer nowhere = copyOf("nonsense");
        assertThat(nowhere.errors()).contains("is no record: CHAIN/NUMBER");
    }
}
