package org.earshot.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.earshot.common.key.KeyBackup;
import org.earshot.server.config.ConfigFiles;
import org.earshot.server.config.ServerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a restore writes to, and what it leaves alone. The database is a file that nobody opens here.
class RestoreTest {
    private static final String PASSWORD = "a long password for keys";

    @TempDir private Path temp;
    private Path data;
    private Path again;

    @BeforeEach
    void somethingIsThere() throws Exception {
        data = temp.resolve("data");
        again = temp.resolve("again");
        write(data.resolve("keys/ring.key"), "ring");
        write(data.resolve("anchors/2026.log"), "anchor");
        write(data.resolve("files/ab/abcd"), "content");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(
                file.getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static ServerConfig config(Path data, String... sets) {
        List<String> all = new ArrayList<>(List.of("domain=example.org"));
        all.addAll(List.of(sets));
        return ConfigFiles.read(Optional.empty(), Optional.of(data), all, Map.of());
    }

    private Path folder(String name) {
        return temp.resolve(name);
    }

    private Path keys(String name) {
        return temp.resolve(name + ".keys");
    }

    private void backup(String name, String... sets) throws Exception {
        new Backup(
                        config(data, sets),
                        "1",
                        RestoreTest::database,
                        () -> Instant.parse("2026-11-30T00:00:00Z"))
                .make(folder(name), keys(name), PASSWORD.toCharArray());
    }

    private static String database(Path into) throws IOException {
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(into.resolve(Backup.EMBEDDED)))) {
            zip.putNextEntry(new ZipEntry("earshot.mv.db"));
            zip.write(1);
        }
        return "h2";
    }

    private void restore(String name, String... sets) throws BackupFailedException {
        new Restore(config(again, sets)).from(folder(name), keys(name), PASSWORD.toCharArray());
    }

    /// As a restore leaves it that was ended in its middle.
    private void unfinished(String name, Path... places) throws Exception {
        String backup = Hashed.of(folder(name).resolve("backup.json"));
        byte[] said =
                new ObjectMapper()
                        .writeValueAsBytes(
                                Map.of(
                                        "form",
                                        1,
                                        "backup",
                                        backup,
                                        "places",
                                        List.of(places).stream().map(Path::toString).toList(),
                                        "database",
                                        ""));
        write(again.resolve("restore-unfinished"), "");
        Files.write(again.resolve("restore-unfinished"), said);
    }

    @Test
    void aBackupThatCanNotBeWrittenSaysWhy() {
        assertThatThrownBy(() -> backup("none/copy"))
                .isInstanceOf(BackupFailedException.class)
                .hasMessage("no backup was made: there is no folder " + temp.resolve("none"));
    }

    @Test
    void whatAnUnfinishedRestoreDidNotWriteStays() throws Exception {
        backup("copy");
        Path keysHere = again.resolve("keys");
        unfinished("copy", keysHere, again.resolve("files"), again.resolve("earshot.mv.db"));
        write(keysHere.resolve("half"), "half a key");
        Path others = temp.resolve("others");
        write(others.resolve("theirs"), "somebody's");

        assertThatThrownBy(() -> restore("copy", "files.dir=" + others))
                .hasMessageContaining(others + " is there already");
        assertThat(others.resolve("theirs")).hasContent("somebody's");
        assertThat(keysHere.resolve("half")).exists();

        restore("copy");
        assertThat(keysHere.resolve("half")).doesNotExist();
        assertThat(keysHere.resolve("ring.key")).hasContent("ring");
        assertThat(again.resolve("files/ab/abcd")).hasContent("content");
        assertThat(again.resolve("earshot.mv.db")).exists();
        assertThat(again.resolve("restore-unfinished")).doesNotExist();
    }

    @Test
    void whatItWroteElsewhereGoesWhenItGoesOnInAnotherPlace() throws Exception {
        backup("copy");
        Path elsewhere = temp.resolve("elsewhere");
        unfinished("copy", again.resolve("keys"), elsewhere);
        write(elsewhere.resolve("half"), "half a file");

        restore("copy");

        assertThat(elsewhere).isEmptyDirectory();
        assertThat(again.resolve("files/ab/abcd")).exists();
    }

    @Test
    void aMarkerThatSaysNothingOfUseIsRefusedAndNothingGoes() throws Exception {
        backup("copy");
        write(again.resolve("restore-unfinished"), "\n");
        write(again.resolve("files/theirs"), "somebody's");

        assertThatThrownBy(() -> restore("copy"))
                .hasMessageContaining("does not say what a restore has put where");
        assertThat(again.resolve("files/theirs")).exists();

        // an empty one was about to begin: nothing was written
        Files.writeString(again.resolve("restore-unfinished"), "");
        assertThatThrownBy(() -> restore("copy")).hasMessageContaining("is there already");
        assertThat(again.resolve("files/theirs")).exists();
        Files.delete(again.resolve("files/theirs"));
        restore("copy");
        assertThat(again.resolve("files/ab/abcd")).exists();
    }

    @Test
    void anotherBackupIsNotPutOverAnUnfinishedOne() throws Exception {
        backup("copy");
        write(data.resolve("anchors/2027.log"), "a later anchor");
        backup("other");
        unfinished("other", again.resolve("keys"));
        write(again.resolve("keys/half"), "half a key");

        assertThatThrownBy(() -> restore("copy"))
                .hasMessageContaining("another backup was being put back");
        assertThat(again.resolve("keys/half")).exists();
    }

    @Test
    void secretsOfTheDataFolderComeBackSealed() throws Exception {
        write(data.resolve("trunks/carrier.secret"), "trunk's word");
        write(data.resolve("tls/acme-account.pem"), "account");
        write(data.resolve("ldap password"), "directory's word");
        write(data.resolve("oidc/client"), "provider's word");
        backup(
                "copy",
                "console.oidc.clientSecretFile=" + data.resolve("oidc/client"),
                "ldap.passwordFile=" + data.resolve("ldap password"),
                "ldap.bindDn=cn=earshot");
        try (var all = Files.walk(folder("copy"))) {
            assertThat(all.map(Path::toString))
                    .noneMatch(name -> name.contains("trunks") || name.contains("tls"));
        }

        restore(
                "copy",
                "ldap.passwordFile=" + again.resolve("ldap password"),
                "ldap.bindDn=cn=earshot");

        assertThat(again.resolve("trunks/carrier.secret")).hasContent("trunk's word");
        assertThat(again.resolve("tls/acme-account.pem")).hasContent("account");
        assertThat(again.resolve("ldap password")).hasContent("directory's word");
        // the configuration names no place for it any more
        assertThat(again.resolve("oidc.secret")).hasContent("provider's word");
        for (String file : List.of("trunks/carrier.secret", "ldap password", "oidc.secret")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(again.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(again.resolve("trunks"))))
                .isEqualTo("rwx------");
    }

    /// It has keys only, and the secrets were brought by hand.
    @Test
    void aBackupOfAnOlderVersionIsPutBack() throws Exception {
        backup("copy");
        Path description = folder("copy").resolve("backup.json");
        Files.writeString(
                description,
                Files.readString(description).replaceFirst("\"form\" : \\d+", "\"form\" : 1"));
        Files.delete(keys("copy"));
        KeyBackup.write(
                keys("copy"),
                Map.of("ring", data.resolve("keys")),
                Hashed.of(description),
                PASSWORD.toCharArray());
        write(again.resolve("trunks/carrier.secret"), "by hand");

        restore("copy");

        assertThat(again.resolve("trunks/carrier.secret")).hasContent("by hand");
        assertThat(again.resolve("keys/ring.key")).hasContent("ring");
    }
}
