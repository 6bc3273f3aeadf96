package org.earshot.softphone.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import org.earshot.common.testdata.SharedTestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bit by bit against the speech of the ITU-T Software Tool Library; without it against sums that our codec gave when it was so.
class G722Test {
    private static final Path VECTORS = Path.of("audio/itu-stl/src/g722/test_data");
    private static final int SAMPLES = 8_000;

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(SharedTestData.path(VECTORS.resolve(name).toString()));
    }

    private static short[] words(String name) throws IOException {
        byte[] bytes = bytes(name);
        short[] words = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(words);
        return words;
    }

    /// One octet in each word.
    private static byte[] octets(String name) throws IOException {
        short[] words = words(name);
        byte[] octets = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            octets[i] = (byte) words[i];
        }
        return octets;
    }

    private static byte[] encoded(short[] pcm) {
        byte[] octets = new byte[pcm.length / 2];
        assertThat(new G722Encoder().encode(pcm, pcm.length, octets, 0)).isEqualTo(octets.length);
        return octets;
    }

    private static short[] decoded(int mode, byte[] octets) {
        short[] pcm = new short[2 * octets.length];
        assertThat(new G722Decoder(mode).decode(octets, 0, octets.length, pcm))
                .isEqualTo(pcm.length);
        return pcm;
    }

    @Test
    void encodesAsTheReferenceDoes() throws IOException {
        byte[] octets = encoded(words("inpsp.bin"));

        assertThat(octets).isEqualTo(octets("codspw.cod"));
        assertThat(octets).isEqualTo(bytes("codsp-rtp-order.g722"));
    }

    @ParameterizedTest(name = "mode {0}")
    @ValueSource(ints = {1, 2, 3})
    void decodesAsTheReferenceDoes(int mode) throws IOException {
        assertThat(decoded(mode, octets("codspw.cod"))).isEqualTo(words("outsp" + mode + ".bin"));
    }

    /// Full-scale noise and silence in turns, through saturation and both ends of the step sizes.
    private static short[] rough() {
        Random random = new Random(722);
        short[] pcm = new short[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            pcm[i] = i / 1_000 % 2 == 0 ? (short) random.nextInt() : 0;
        }
        return pcm;
    }

    private static String sum(short[] pcm) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * pcm.length);
        bytes.asShortBuffer().put(pcm);
        return sum(bytes.array());
    }

    private static String sum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    @Test
    void aClickIsEncodedAsEver() {
        short[] click = new short[32];
        click[0] = 10_000;

        assertThat(HexFormat.of().formatHex(encoded(click)))
                .isEqualTo("902084208520319f3d7dbffdfdfffdfd");
    }

    @ParameterizedTest(name = "mode {0}")
    @CsvSource({"1, 6521a48a", "2, 4f8ba508", "3, 9151ce58"})
    void whatIsRoughIsCodedAsEver(int mode, String sum) {
        byte[] octets = encoded(rough());

        assertThat(sum(octets)).isEqualTo("0e754505");
        assertThat(sum(decoded(mode, octets))).isEqualTo(sum);
    }

    @Test
    void partsGiveWhatTheWholeGives() {
        short[] pcm = rough();
        byte[] whole = encoded(pcm);
        byte[] parts = new byte[whole.length];
        G722Encoder encoder = new G722Encoder();
        for (int at = 0; at < SAMPLES; at += 160) {
            encoder.encode(Arrays.copyOfRange(pcm, at, at + 160), 160, parts, at / 2);
        }

        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void afterAResetAllBeginsAnew() {
        byte[] first = encoded(rough());
        byte[] second = new byte[first.length];
        G722Encoder encoder = new G722Encoder();
        encoder.encode(rough(), SAMPLES, second, 0);
        encoder.reset();
        encoder.encode(rough(), SAMPLES, second, 0);
        G722Decoder decoder = new G722Decoder(1);
        short[] again = new short[SAMPLES];
        decoder.decode(first, 0, first.length, again);
        decoder.reset();
        decoder.decode(first, 0, first.length, again);

        assertThat(second).isEqualTo(first);
        assertThat(again).isEqualTo(decoded(1, first));
    }

    /// No payload is wrong: each octet is a code.
    @ParameterizedTest(name = "mode {0}")
    @ValueSource(ints = {1, 2, 3})
    void anyOctetsAreDecoded(int mode) {
        byte[] octets = new byte[100_000];
        new Random(3_551).nextBytes(octets);

        assertThat(decoded(mode, octets)).hasSize(200_000);
    }

    @Test
    void thereAreThreeModes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new G722Decoder(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new G722Decoder(4));
    }
}
