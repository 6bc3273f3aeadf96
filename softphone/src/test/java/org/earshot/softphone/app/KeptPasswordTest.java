package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where there is no keyring.
class KeptPasswordTest {
    private static final String ALICE = "sip:alice@example.org";

    @TempDir Path folder;

    private PasswordFile file() {
        return new PasswordFile(
                folder.resolve("password"),
                folder.resolve("config").resolve("key"),
                new SecureRandom());
    }

    private KeptPassword passwords() {
        return new KeptPassword(
                new Keyring(folder.resolve("no-such-program").toString(), Map.of()), file());
    }

    @Test
    void itIsKeptInAFileThatDoesNotShowIt() throws Exception {
        assertThat(passwords().place()).isEqualTo(KeptPassword.Place.FILE);
        assertThat(passwords().read(ALICE)).isEmpty();
        assertThat(passwords().keep(ALICE, "S3CRET ü")).isEqualTo(KeptPassword.Place.FILE);
        assertThat(passwords().read(ALICE)).contains("S3CRET ü");
        assertThat(passwords().read("sip:bob@example.org")).isEmpty();
        for (Path each : files()) {
            assertThat(Files.readString(each)).doesNotContain("S3CRET");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rw-------");
        }
        passwords().changed("sip:bob@example.org", "not kept");
        assertThat(passwords().read(ALICE)).contains("S3CRET ü");
        passwords().changed(ALICE, "another");
        assertThat(passwords().read(ALICE)).contains("another");
        passwords().forget(ALICE);
        passwords().changed(ALICE, "not kept");
        assertThat(passwords().read(ALICE)).isEmpty();
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void withoutTheKeyOrSpoiltItIsNotThere() throws Exception {
        passwords().keep(ALICE, "one");
        passwords().keep(ALICE, "two");
        assertThat(passwords().read(ALICE)).contains("two");
        String kept = Files.readString(folder.resolve("password"));
        for (String spoilt :
                List.of("", "?", "AAAA", kept.substring(0, 20), "A" + kept.substring(1))) {
            Files.writeString(folder.resolve("password"), spoilt);
            assertThat(passwords().read(ALICE)).as(spoilt).isEmpty();
        }
        Files.writeString(folder.resolve("password"), kept);
        Files.delete(folder.resolve("config").resolve("key"));
        assertThat(passwords().read(ALICE)).isEmpty();
    }
}
