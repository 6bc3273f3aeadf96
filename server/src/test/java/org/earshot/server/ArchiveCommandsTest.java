package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.earshot.server.admin.AdminAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong with the options of `admin archive` is said.
class ArchiveCommandsTest {
    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

    @TempDir private Path directory;
    private AdministeredStores on;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
    }

    @Test
    void aFingerprintThatIsNoneIsWrongUse() {
        for (String option : new String[] {"--trust", "--signer"}) {
            for (String wrong :
                    new String[] {"", "ab", FINGERPRINT + "0", "g" + FINGERPRINT.substring(1)}) {
                AdminAnswer answer = on.run("archive", "verify", option, wrong);
                assertThat(answer.status()).isEqualTo(2);
                assertThat(answer.errors())
                        .contains(option + ": \"" + wrong + "\"")
                        .contains("archiveSigner")
                        .contains("Usage: earshot admin archive verify");
            }
        }
    }

    @Test
    void fingerprintsMayBeSeveralAndInCapitals() {
        assertThat(
                        on.ok(
                                "archive",
                                "verify",
                                "--trust",
                                FINGERPRINT,
                                "--trust",
                                "A" + FINGERPRINT.substring(1)))
                .contains("intact");
        assertThat(on.ok("archive", "verify", "--signer", FINGERPRINT)).contains("intact");
    }

    @Test
    void allSignersAndOneMoreDontGoTogether() {
        AdminAnswer answer =
                on.run("archive", "verify", "--trust", FINGERPRINT, "--signer", FINGERPRINT);
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.errors()).contains("use one of them");
    }

    @Test
    void aDumpIsANewFileForItsOwner() throws IOException {
        Path file = directory.resolve("archive.dump");
        assertThat(on.ok("archive", "dump", file.toString())).contains("wrote 0 records");
        assertThat(Files.readString(file))
                .isEqualTo("{\"dump\": \"earshot-archive-dump-1\"}\n{\"end\": 0}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        AdminAnswer again = on.run("archive", "dump", file.toString());
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.errors()).contains("is there already");
        assertThat(on.run("archive", "dump", directory + "/none/x").errors())
                .contains("nothing was dumped: there is no folder " + directory + "/none");
    }

    @Test
    void aCopyThatIsNotThereIsSaid() throws IOException {
        Path none = directory.resolve("none");
        AdminAnswer answer = on.run("archive", "verify", "--against", none.toString());
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.errors()).contains(none.toString()).contains("copy of DATA/anchors");
        Files.createDirectory(none);
        assertThat(on.run("archive", "verify", "--against", none.toString()).errors())
                .contains("no CHAIN.anchors file");
        Files.writeString(none.resolve("x.anchors"), "begin\n");
        assertThat(on.run("archive", "verify", "--against", none.toString()).errors())
                .contains("not named after a chain");
    }
}
