package org.earshot.common.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    private static final PasswordCost CHEAP = new PasswordCost(64, 1, 1);

    @TempDir private Path temporary;
    private Path directory;

    @BeforeEach
    void directory() {
        directory = temporary.resolve("keys");
    }

    @Test
    void theFirstStartMakesOneVersionOfEachKey() {
        KeyRing ring = KeyRing.open(directory);
        for (KeyName<?> name : KeyName.all()) {
            assertThat(ring.current(name).id()).isEqualTo(new KeyId(name, 1));
        }
        assertThat(ring.find(KeyName.NONCE, 2)).isEmpty();
        assertThat(ring.find(KeyName.NONCE, 0)).isEmpty();
    }

    @Test
    void directoryAndFilesAreForTheirOwnerOnly() throws IOException {
        KeyRing.open(directory);
        assertThat(mode(directory)).isEqualTo("rwx------");
        try (var files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(KeyName.all().size());
            assertThat(all).allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void theSecondStartReadsTheSameKeys() {
        byte[] mac = KeyRing.open(directory).current(KeyName.NONCE).mac(MESSAGE);
        assertThat(KeyRing.open(directory).current(KeyName.NONCE).mac(MESSAGE)).isEqualTo(mac);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-x---", "rwx---r--", "rwx--x--x"})
    void aLooserDirectoryIsRefused(String mode) throws IOException {
        KeyRing.open(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> KeyRing.open(directory))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("others may read")
                .hasMessageContaining("chmod 0700");
    }

    @Test
    void aLooserFileIsRefused() throws IOException {
        KeyRing.open(directory);
        Path file = directory.resolve("route.1.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> KeyRing.open(directory))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("route.1.key")
                .hasMessageContaining("chmod 0600");
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Files.writeString(directory, "x");
        assertThatThrownBy(() -> KeyRing.open(directory))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("is not a directory");
    }

    @Test
    void aFileWithTheKeyOfAnotherNameIsRefused() throws IOException {
        KeyRing.open(directory);
        Files.write(
                directory.resolve("nonce.1.key"),
                Files.readAllBytes(directory.resolve("route.1.key")));
        assertThatThrownBy(() -> KeyRing.open(directory))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("nonce.1.key is not the file of nonce.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonce", "archive-sign", "ca"})
    void randomAndTruncatedKeyFilesGiveOnlyAKeyRingException(String name) throws IOException {
        KeyRing.open(directory);
        Path file = directory.resolve(name + ".1.key");
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            refused(file, noise);
            refused(file, Arrays.copyOf(good, random.nextInt(good.length)));
            byte[] material = new byte[random.nextInt(100)];
            random.nextBytes(material);
            refused(
                    file,
                    ("earshot-key " + name + ".1\n" + Base64.getEncoder().encodeToString(material))
                            .getBytes(StandardCharsets.US_ASCII));
            if (material.length != 32) {
                refused(file, KeyFile.write(KeyId.parse(name + ".1").orElseThrow(), material));
            }
        }
    }

    private void refused(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        assertThatThrownBy(() -> KeyRing.open(directory)).isInstanceOf(KeyRingException.class);
    }

    @Test
    void startingTogetherGivesEveryoneTheSameKeys() throws InterruptedException {
        Set<String> fingerprints = ConcurrentHashMap.newKeySet();
        List<Thread> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starts.add(
                    Thread.ofVirtual()
                            .start(() -> fingerprints.add(KeyRing.open(directory).fingerprint())));
        }
        for (Thread start : starts) {
            start.join();
        }
        assertThat(fingerprints).hasSize(1);
    }

    @Test
    void rotationAddsAVersionAndKeepsTheOld() {
        KeyRing ring = KeyRing.open(directory);
        byte[] mac = ring.current(KeyName.ROUTE).mac(MESSAGE);

        SecretRingKey rotated = ring.rotate(KeyName.ROUTE);

        assertThat(rotated.id()).isEqualTo(new KeyId(KeyName.ROUTE, 2));
        assertThat(ring.current(KeyName.ROUTE)).isSameAs(rotated);
        assertThat(rotated.mac(MESSAGE)).isNotEqualTo(mac);
        assertThat(ring.find(KeyName.ROUTE, 1).orElseThrow().mac(MESSAGE)).isEqualTo(mac);
        assertThat(KeyRing.open(directory).current(KeyName.ROUTE).id().version()).isEqualTo(2);
    }

    @Test
    void versionTenIsNewerThanVersionNine() {
        KeyRing ring = KeyRing.open(directory);
        for (int version = 2; version <= 10; version++) {
            assertThat(ring.rotate(KeyName.NONCE).id().version()).isEqualTo(version);
        }
        assertThat(KeyRing.open(directory).current(KeyName.NONCE).id().version()).isEqualTo(10);
    }

    @Test
    void reloadFindsWhatAnotherProcessAdded() {
        KeyRing one = KeyRing.open(directory);
        KeyRing.open(directory).rotate(KeyName.NONCE);
        assertThat(one.current(KeyName.NONCE).id().version()).isEqualTo(1);
        one.reload();
        assertThat(one.current(KeyName.NONCE).id().version()).isEqualTo(2);
    }

    @Test
    void aRingFitsItsOwnDatabaseAlsoAfterARotation() {
        KeyRing ring = KeyRing.open(directory);
        String recorded = ring.fingerprint();
        assertThat(ring.misfit(recorded)).isEmpty();
        ring.rotate(KeyName.CREDENTIAL);
        assertThat(ring.misfit(recorded)).isEmpty();
        assertThat(ring.fingerprint()).isNotEqualTo(recorded);
    }

    @Test
    void anotherRingAndAnOlderOneDoNotFit() {
        KeyRing ring = KeyRing.open(directory);
        KeyRing other = KeyRing.open(temporary.resolve("other"));
        assertThat(other.misfit(ring.fingerprint()).orElseThrow())
                .contains("is not the database's");
        ring.rotate(KeyName.CREDENTIAL);
        assertThat(KeyRing.open(directory).misfit(ring.fingerprint())).isEmpty();
        assertThat(other.misfit("credential.2:00").orElseThrow())
                .contains("the database needs key credential.2");
        assertThat(other.misfit("unheard.1:00").orElseThrow()).contains("does not know");
        assertThat(other.misfit("rubbish").orElseThrow()).contains("does not know");
    }

    @Test
    void theFingerprintNamesWhatRowsNeed() {
        assertThat(KeyRing.open(directory).fingerprint())
                .contains("credential.1:")
                .contains("ca.1:")
                .contains("archive-content.1:")
                .doesNotContain("archive-sign", "nonce", "route", "node");
    }

    @Test
    void anExportBringsTheSharedKeysToAnotherNode() {
        KeyRing ring = KeyRing.open(directory);
        ring.rotate(KeyName.NONCE);
        ring.attach(new KeyId(KeyName.CA, 1), MESSAGE);
        Path file = temporary.resolve("export");
        ring.export(file, "correct horse".toCharArray(), CHEAP);
        assertThat(mode(file)).isEqualTo("rw-------");

        Path there = temporary.resolve("there");
        KeyRing imported = KeyRing.importInto(there, file, "correct horse".toCharArray());

        assertThat(imported.fingerprint()).isEqualTo(ring.fingerprint());
        assertThat(imported.attachment(new KeyId(KeyName.CA, 1))).contains(MESSAGE);
        assertThat(imported.current(KeyName.ARCHIVE_SIGN).publicKey())
                .isNotEqualTo(ring.current(KeyName.ARCHIVE_SIGN).publicKey());

        assertThatThrownBy(() -> ring.export(file, "x".toCharArray(), CHEAP))
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> KeyRing.importInto(there, file, "wrong".toCharArray()))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("password is wrong");
    }

    @Test
    void anImportOverOtherKeysChangesNothing() {
        KeyRing ring = KeyRing.open(directory);
        Path file = temporary.resolve("export");
        ring.rotate(KeyName.NONCE);
        ring.export(file, "p".toCharArray(), CHEAP);
        Path there = temporary.resolve("there");
        String before = KeyRing.open(there).fingerprint();

        assertThatThrownBy(() -> KeyRing.importInto(there, file, "p".toCharArray()))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("already has another");
        assertThat(KeyRing.open(there).fingerprint()).isEqualTo(before);
    }

    @Test
    void brokenExportsGiveOnlyAKeyRingException() throws IOException {
        Path file = temporary.resolve("export");
        KeyRing.open(directory).export(file, "p".toCharArray(), CHEAP);
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            unreadable(noise);
        }
        // Each of these costs one Argon2 only where the form is right.
        for (int length : new int[] {0, 10, 18, 40, 60, good.length / 2, good.length - 1}) {
            unreadable(Arrays.copyOf(good, length));
        }
        byte[] changed = good.clone();
        changed[good.length / 2] ^= 1;
        unreadable(changed);
    }

    @Test
    void aRealExportCostsWhatTheRfcRecommends() throws IOException {
        Path file = temporary.resolve("export");
        KeyRing.open(directory).export(file, "p".toCharArray());
        assertThat(Files.readString(file)).startsWith("earshot-key-ring-1 m=65536,t=3,p=4 ");
    }

    private static void unreadable(byte[] export) {
        assertThatThrownBy(() -> KeyRingExport.read(export, "p".toCharArray()))
                .isInstanceOf(KeyRingException.class);
    }

    @Test
    void nothingPrintsAKey() throws IOException {
        KeyRing ring = KeyRing.open(directory);
        for (KeyName<?> name : KeyName.all()) {
            String material = Files.readAllLines(directory.resolve(name + ".1.key")).get(1);
            String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(material));
            assertThat(ring.current(name).toString() + ring + ring.fingerprint())
                    .doesNotContain(material.substring(0, 16))
                    .doesNotContainIgnoringCase(hex.substring(0, 16));
        }
    }

    @Test
    void aPairSignsAndVerifies() {
        KeyRing ring = KeyRing.open(directory);
        PairRingKey pair = ring.current(KeyName.ARCHIVE_SIGN);
        byte[] signature = pair.sign(MESSAGE);
        assertThat(pair.verify(MESSAGE, signature)).isTrue();
        assertThat(pair.verify(new byte[] {1}, signature)).isFalse();
        assertThat(pair.verify(MESSAGE, new byte[3])).isFalse();
        assertThat(pair.publicKey().getAlgorithm()).isEqualTo("EdDSA");
        // the authority's key is for certificates
        assertThatThrownBy(() -> ring.current(KeyName.CA).sign(MESSAGE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMacIsVerifiedAlsoWhenCutButNotTooShort() {
        SecretRingKey key = KeyRing.open(directory).current(KeyName.NONCE);
        byte[] mac = key.mac(MESSAGE);
        assertThat(key.verify(MESSAGE, mac)).isTrue();
        assertThat(key.verify(MESSAGE, Arrays.copyOf(mac, 16))).isTrue();
        assertThat(key.verify(MESSAGE, Arrays.copyOf(mac, 9))).isFalse();
        assertThat(key.verify(MESSAGE, new byte[0])).isFalse();
        assertThat(key.verify(MESSAGE, new byte[33])).isFalse();
        mac[0] ^= 1;
        assertThat(key.verify(MESSAGE, mac)).isFalse();
    }

    @Test
    void keyIdsAreReadAsWritten() {
        KeyId id = new KeyId(KeyName.ARCHIVE_CONTENT, 12);
        assertThat(id).hasToString("archive-content.12");
        assertThat(KeyId.parse("archive-content.12")).contains(id);
        for (String wrong :
                new String[] {"", "nonce", "nonce.", "nonce.0", "nonce.01", "x.1", "nonce.1.1"}) {
            assertThat(KeyId.parse(wrong)).as(wrong).isEmpty();
        }
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
