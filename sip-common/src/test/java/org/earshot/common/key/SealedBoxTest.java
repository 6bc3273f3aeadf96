package org.earshot.common.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedBoxTest {
    private static final byte[] PLAIN = "ha1".getBytes(StandardCharsets.UTF_8);
    private static final SealedBox.AssociatedData HERE = version -> bytes("alice|" + version);

    @TempDir private Path temporary;
    private KeyRing ring;
    private SealedBox box;

    @BeforeEach
    void open() {
        ring = KeyRing.open(temporary.resolve("keys"));
        box = ring.box(KeyName.CREDENTIAL);
    }

    @Test
    void whatWasSealedOpensAgain() {
        String sealed = box.seal(PLAIN, HERE);
        assertThat(sealed).matches("1\\.[A-Za-z0-9_-]+");
        assertThat(box.open(sealed, HERE)).contains(PLAIN);
    }

    @Test
    void theSameTextIsSealedDifferentlyEachTime() {
        assertThat(box.seal(PLAIN, HERE)).isNotEqualTo(box.seal(PLAIN, HERE));
    }

    @Test
    void inAnotherPlaceItDoesNotOpen() {
        assertThat(box.open(box.seal(PLAIN, HERE), version -> bytes("bob|" + version))).isEmpty();
    }

    @Test
    void withAnotherKeyItDoesNotOpen() {
        String sealed = box.seal(PLAIN, HERE);
        assertThat(ring.box(KeyName.ARCHIVE_CONTENT).open(sealed, HERE)).isEmpty();
        assertThat(
                        KeyRing.open(temporary.resolve("other"))
                                .box(KeyName.CREDENTIAL)
                                .open(sealed, HERE))
                .isEmpty();
    }

    @Test
    void afterARotationOldTextsOpenAndNewOnesCarryTheNewVersion() {
        String old = box.seal(PLAIN, HERE);
        ring.rotate(KeyName.CREDENTIAL);
        assertThat(box.open(old, HERE)).contains(PLAIN);
        assertThat(box.seal(PLAIN, HERE)).startsWith("2.");
        assertThat(box.open("3" + old.substring(1), HERE)).as("an unknown version").isEmpty();
        assertThat(box.open("2" + old.substring(1), HERE)).as("another version").isEmpty();
    }

    @Test
    void changedTruncatedAndRandomTextsDoNotOpen() {
        String sealed = box.seal(PLAIN, HERE);
        Random random = new Random(5);
        for (int length = 0; length < sealed.length(); length++) {
            assertThat(box.open(sealed.substring(0, length), HERE)).isEmpty();
        }
        for (int i = 2; i < sealed.length() - 1; i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(box.open(sealed.substring(0, i) + other + sealed.substring(i + 1), HERE))
                    .isEmpty();
        }
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            assertThat(box.open(new String(noise, StandardCharsets.ISO_8859_1), HERE)).isEmpty();
        }
    }

    @Test
    void bytesOpenOnlyWholeAndInTheirPlace() {
        byte[] large = new byte[300_000];
        new Random(6).nextBytes(large);
        byte[] sealed = box.sealBytes(large, HERE);
        ring.rotate(KeyName.CREDENTIAL);
        assertThat(box.openBytes(sealed, HERE)).contains(large);
        assertThat(box.openBytes(sealed, version -> bytes("bob|" + version))).isEmpty();
        byte[] small = box.sealBytes(PLAIN, HERE);
        for (int length = 0; length < small.length; length++) {
            assertThat(box.openBytes(Arrays.copyOf(small, length), HERE)).isEmpty();
        }
        for (int i = 0; i < small.length; i++) {
            byte[] changed = small.clone();
            changed[i] ^= 1;
            assertThat(box.openBytes(changed, HERE)).isEmpty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
