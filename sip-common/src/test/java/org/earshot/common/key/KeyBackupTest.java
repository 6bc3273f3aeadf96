package org.earshot.common.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyBackupTest {
    private static final PasswordCost CHEAP = new PasswordCost(64, 1, 1);
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir Path folder;

    @Test
    void aRingAndItsDaysComeBack() throws IOException {
        Path keys = folder.resolve("keys");
        KeyRing ring = KeyRing.open(keys);
        PrivateFiles.directory(keys.resolve("archive-days"));
        PrivateFiles.create(keys.resolve("archive-days/standard.2026-11-29.0a.key"), bytes("day"));
        Path file = folder.resolve("backup");

        KeyBackup.write(file, Map.of("ring", keys), "of-this-backup", PASSWORD, CHEAP);

        assertThat(Files.readString(file)).doesNotContain("day").startsWith("earshot-key-backup-1");
        KeyBackup.Opened opened = KeyBackup.open(file, PASSWORD);
        assertThat(opened.backup()).isEqualTo("of-this-backup");
        Path restored = folder.resolve("restored");
        opened.restore(Map.of("ring", restored));
        assertThat(KeyRing.open(restored).fingerprint()).isEqualTo(ring.fingerprint());
        assertThat(restored.resolve("archive-days/standard.2026-11-29.0a.key"))
                .hasBinaryContent(bytes("day"));
        // nothing is overwritten
        assertThatThrownBy(() -> opened.restore(Map.of("ring", restored)))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("there already");
    }

    @Test
    void oneFileComesBackWhereverItBelongsNow() {
        Path secret = folder.resolve("a secret");
        PrivateFiles.create(secret, bytes("word"));
        Path file = folder.resolve("backup");

        KeyBackup.write(
                file,
                Map.of("secret/ldap", secret, "secret/oidc", folder.resolve("none")),
                "x",
                PASSWORD,
                CHEAP);

        KeyBackup.Opened opened = KeyBackup.open(file, PASSWORD);
        assertThat(opened.has("secret/ldap")).isTrue();
        assertThat(opened.has("secret/oidc")).isFalse();
        assertThat(opened.has("sec")).isFalse();
        Path restored = folder.resolve("new").resolve("another name");
        opened.restore(Map.of("secret/ldap", restored));
        assertThat(PrivateFiles.read(restored)).isEqualTo(bytes("word"));
        assertThatThrownBy(() -> opened.restore(Map.of("secret/ldap", restored)))
                .hasMessageContaining("there already");
    }

    @Test
    void anotherPasswordOpensNothing() {
        Path file = folder.resolve("backup");
        KeyBackup.write(file, Map.of(), "x", PASSWORD, CHEAP);

        assertThatThrownBy(() -> KeyBackup.open(file, "wrong".toCharArray()))
                .hasMessageContaining("password is wrong");
    }

    @Test
    void aNameDoesNotLeadOutOfTheFolder() {
        for (String name :
                new String[] {"ring/../../etc/x", "ring/.hidden", "/etc/x", "ring", "ring//x"}) {
            byte[] content =
                    SealedByPassword.seal(
                            "earshot-key-backup-1",
                            NamedBytes.encode(
                                    new TreeMap<>(Map.of("backup", bytes("x"), name, bytes("y")))),
                            PASSWORD,
                            CHEAP);
            assertThatThrownBy(() -> KeyBackup.open(content, PASSWORD))
                    .as(name)
                    .isInstanceOf(KeyRingException.class)
                    .hasMessageContaining("has no");
        }
    }

    @Test
    void whatIsCutOffOrAnythingIsRefused() throws IOException {
        Path file = folder.resolve("backup");
        KeyBackup.write(file, Map.of(), "x", PASSWORD, CHEAP);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 1; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> KeyBackup.open(cut, PASSWORD))
                    .isInstanceOf(KeyRingException.class);
        }
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] some = new byte[random.nextInt(200)];
            random.nextBytes(some);
            assertThatThrownBy(() -> KeyBackup.open(some, PASSWORD))
                    .isInstanceOf(KeyRingException.class);
            try {
                NamedBytes.decode(some, "something");
            } catch (KeyRingException e) {
                assertThat(e).hasMessageContaining("is not something");
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
