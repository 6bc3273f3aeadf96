package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Bytes from the database, as nobody wrote them: each reader takes exactly what its writer makes, and refuses the rest
/// with what it declares.
class ArchiveReadersTest {
    private static final int ROUNDS = 3_000;

    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private final Random random = new Random(29);

    private static byte[] facts() {
        return EventFacts.of(TestEvents.message("hello")).facts().encode();
    }

    private Checkpoint checkpoint() {
        List<Checkpoint.Head> heads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            heads.add(new Checkpoint.Head(new UUID(7, i), i, ArchiveRecord.NO_HASH));
        }
        return Checkpoint.of(new UUID(7, 0), Optional.empty(), 1, heads, keys);
    }

    private static void readFacts(byte[] bytes) {
        assertThat(Facts.decode(bytes).encode()).isEqualTo(bytes);
    }

    private void readCheckpoint(byte[] bytes) {
        Checkpoint read =
                Checkpoint.read(
                        Bytes.of(bytes), new ArchiveRecord.SignatureBy(keys.signer(), Bytes.EMPTY));
        Canonical again =
                new Canonical()
                        .text("earshot-archive-checkpoint-1")
                        .uuid(read.chain())
                        .number(read.sequence())
                        .number(read.madeAt())
                        .bytes(read.previousHash())
                        .number(read.heads().size());
        read.heads()
                .forEach(head -> again.uuid(head.chain()).number(head.number()).bytes(head.hash()));
        assertThat(again.array()).isEqualTo(bytes);
    }

    private void readSealed(byte[] bytes) {
        ContentSealer sealer = new ContentSealer(keys, new SecureRandom());
        ArchiveRecord row =
                Draft.of(TestEvents.message("hello"), sealer, new SecureRandom())
                        .after(new UUID(7, 0), 1, ArchiveRecord.NO_HASH, keys);
        assertThat(sealer.open(TestRows.sealed(row, Bytes.of(bytes)))).isEmpty();
    }

    @Test
    void factsAreReadAsWrittenOrRefused() {
        readFacts(facts());
        damaged(facts(), ArchiveReadersTest::readFacts);
    }

    @Test
    void checkpointsAreReadAsWrittenOrRefused() {
        readCheckpoint(checkpoint().body().array());
        damaged(checkpoint().body().array(), this::readCheckpoint);
    }

    @Test
    void otherSealedContentIsNeverOpened() {
        byte[] sealed =
                new Canonical().bytes(new byte[60]).bytes(new byte[90]).array(); // as long as one
        for (int length = 0; length < sealed.length; length++) {
            declared(Arrays.copyOf(sealed, length), this::readSealed);
        }
        for (int i = 0; i < 500; i++) {
            declared(mutated(sealed), this::readSealed);
        }
    }

    @Test
    void publicKeysAreReadAsWrittenOrRefused() {
        String text = SigningKey.text(keys.publicKey());
        assertThat(SigningKey.parse(text)).isEqualTo(keys.publicKey());
        damaged(
                text.getBytes(StandardCharsets.ISO_8859_1),
                bytes -> {
                    String changed = new String(bytes, StandardCharsets.ISO_8859_1);
                    assertThat(SigningKey.parse(changed)).isNotNull();
                });
    }

    @Test
    void whatIsNoSignatureVerifiesNothing() {
        byte[] message = {1, 2, 3};
        byte[] signature = keys.sign(message);
        assertThat(SigningKey.verifies(keys.publicKey(), message, Bytes.of(signature))).isTrue();
        for (int length = 0; length < signature.length; length++) {
            assertThat(verifies(message, Arrays.copyOf(signature, length))).isFalse();
        }
        for (int i = 0; i < 500; i++) {
            assertThat(verifies(message, mutated(signature))).isFalse();
            byte[] noise = new byte[random.nextInt(130)];
            random.nextBytes(noise);
            assertThat(verifies(message, noise)).isFalse();
        }
    }

    private boolean verifies(byte[] message, byte[] signature) {
        return SigningKey.verifies(keys.publicKey(), message, Bytes.of(signature));
    }

    private void damaged(byte[] good, Consumer<byte[]> reader) {
        for (int length = 0; length < good.length; length++) {
            declared(Arrays.copyOf(good, length), reader);
        }
        // each bit, also those of lengths and counts
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            declared(flipped, reader);
        }
        for (int i = 0; i < ROUNDS; i++) {
            declared(mutated(good), reader);
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            declared(noise, reader);
        }
        // counts and lengths that nobody writes, and nothing behind them
        for (long count : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
            declared(new Canonical().number(count).array(), reader);
            declared(
                    new Canonical()
                            .text("earshot-archive-checkpoint-1")
                            .uuid(new UUID(7, 0))
                            .number(0)
                            .number(1)
                            .bytes(new byte[32])
                            .number(count)
                            .array(),
                    reader);
        }
    }

    private byte[] mutated(byte[] good) {
        byte[] changed = good.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(changed.length);
            changed[at] = (byte) (changed[at] + 1 + random.nextInt(255));
        }
        return Arrays.equals(changed, good) ? new byte[] {1} : changed;
    }

    private static void declared(byte[] bytes, Consumer<byte[]> reader) {
        try {
            reader.accept(bytes);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
