package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.earshot.common.file.archive.MemoryContent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// ClamAV's daemon itself, with one signature of ours.
class ClamdIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path folder;
    private static Clamd clamd;

    @BeforeAll
    static void start() throws IOException {
        clamd = Clamd.start(folder);
    }

    @AfterAll
    static void stop() {
        if (clamd != null) {
            clamd.close();
        }
    }

    private static Optional<String> objection(byte[] content) throws IOException {
        return new ClamdInspector(clamd.address(), PATIENCE)
                .objection("notes.txt", new MemoryContent(content));
    }

    @Test
    void whatItHasNothingAgainstIsLetIn() throws IOException {
        assertThat(objection("nothing but words".getBytes(UTF_8))).isEmpty();
        assertThat(objection(new byte[0])).isEmpty();
        assertThat(objection(new byte[1_000_000])).isEmpty();
    }

    @Test
    void whatItFindsIsNamed() throws IOException {
        assertThat(objection(("see " + Clamd.SIGNATURE + " there").getBytes(UTF_8)))
                .contains("the virus scanner found Earshot.Test.UNOFFICIAL");
    }

    @Test
    void theFileThatIsMadeForThisIsFound() throws IOException {
        assertThat(objection(Clamd.eicar()))
                .contains("the virus scanner found Eicar-Test-Signature.UNOFFICIAL");
    }

    @Test
    void itLooksIntoArchives() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(Clamd.SIGNATURE.getBytes(UTF_8));
        }
        assertThat(objection(bytes.toByteArray()).orElseThrow()).contains("Earshot.Test");
    }

    @Test
    void whatIsLargerThanItTakesIsNotLetIn() throws IOException {
        assertThat(objection(new byte[3_000_000]))
                .contains("it is too large for the virus scanner");
    }
}
