package org.earshot.server.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Optional;
import java.util.Random;
import org.earshot.common.key.KeyRingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountKeyTest {
    @TempDir private Path folder;

    @Test
    void itIsMadeOnceAndReadAgain() throws IOException {
        Path file = folder.resolve("tls").resolve("account.pem");
        KeyPair made = AccountKey.of(file);
        KeyPair again = AccountKey.of(file);
        assertThat(again.getPublic()).isEqualTo(made.getPublic());
        assertThat(again.getPrivate()).isEqualTo(made.getPrivate());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfSomethingElseIsSaidAndNotReplaced() throws IOException {
        Path file = folder.resolve("account.pem");
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "no key");
        assertThatThrownBy(() -> AccountKey.of(file))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("remove it");
        assertThat(file).hasContent("no key");
    }

    @Test
    void whatIsCutOffOrRandomIsNoKey() {
        String whole = AccountKey.text(AccountKey.newKey());
        assertThat(AccountKey.read(whole)).isPresent();
        for (int length = 0; length < whole.lastIndexOf("-----END"); length++) {
            assertThat(AccountKey.read(whole.substring(0, length))).as("%d", length).isEmpty();
        }
        Random dice = new Random(8555);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = whole.getBytes(StandardCharsets.US_ASCII);
            for (int j = 0; j < 3; j++) {
                bytes[dice.nextInt(bytes.length)] = (byte) dice.nextInt(256);
            }
            Optional<KeyPair> read =
                    AccountKey.read(new String(bytes, StandardCharsets.ISO_8859_1));
            assertThat(read.isEmpty() || read.get().getPrivate() != null).isTrue();
        }
    }
}
