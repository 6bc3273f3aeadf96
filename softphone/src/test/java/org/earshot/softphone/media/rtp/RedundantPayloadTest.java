package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 2198 §3: `F | block PT | timestamp offset (14) | block length (10)` for each older block, `0 | block PT` for the packet's own.
class RedundantPayloadTest {
    private final RedundantPayload payload = new RedundantPayload();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private String block(byte[] bytes, int block) {
        int from = payload.offset(block);
        return HexFormat.of().formatHex(bytes, from, from + payload.length(block));
    }

    @Test
    void whatIsWrittenIsTheFormatOfTheRfc() {
        byte[] packet = Arrays.copyOf(bytes("ffff a1a2a3"), 50);

        int length = RedundantPayload.write(packet, 2, 3, 96, 3_840, bytes("b1b2"), 2);

        assertThat(HexFormat.of().formatHex(packet, 0, 2 + length))
                .isEqualTo("ffff" + "e03c0002" + "60" + "b1b2" + "a1a2a3");
        assertThat(payload.read(packet, 2, length)).isTrue();
        assertThat(payload.blocks()).isEqualTo(2);
        assertThat(payload.ago(0)).isEqualTo(3_840);
        assertThat(payload.payloadType(0)).isEqualTo(96);
        assertThat(block(packet, 0)).isEqualTo("b1b2");
        assertThat(payload.ago(1)).isZero();
        assertThat(payload.payloadType(1)).isEqualTo(96);
        assertThat(block(packet, 1)).isEqualTo("a1a2a3");
    }

    @Test
    void theGreatestOffsetAndLengthFit() {
        byte[] older = new byte[RedundantPayload.MOST_BYTES];
        byte[] packet = new byte[2_000];

        int length =
                RedundantPayload.write(
                        packet, 0, 9, 127, RedundantPayload.MOST_AGO, older, older.length);

        assertThat(payload.read(packet, 0, length)).isTrue();
        assertThat(payload.ago(0)).isEqualTo(RedundantPayload.MOST_AGO);
        assertThat(payload.length(0)).isEqualTo(RedundantPayload.MOST_BYTES);
        assertThat(payload.length(1)).isEqualTo(9);
    }

    @Test
    void severalOlderBlocksAreRead() {
        byte[] packet = bytes("e0 780001 e0 3c0002 60 01 0203 0405 06");

        assertThat(payload.read(packet, 0, packet.length)).isTrue();
        assertThat(payload.blocks()).isEqualTo(3);
        assertThat(payload.ago(0)).isEqualTo(7_680);
        assertThat(block(packet, 0)).isEqualTo("01");
        assertThat(block(packet, 1)).isEqualTo("0203");
        assertThat(block(packet, 2)).isEqualTo("040506");
    }

    @Test
    void aPacketMayHaveNoOlderBlockAndBeEmpty() {
        assertThat(payload.read(bytes("60 0102"), 0, 3)).isTrue();
        assertThat(payload.blocks()).isEqualTo(1);
        assertThat(payload.read(bytes("60"), 0, 1)).isTrue();
        assertThat(payload.length(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e0", // a header cut off
                "e0 3c00",
                "e0 3c0002", // none for the packet's own
                "e0 3c0002 60 01", // more announced than there is
                "e0000000 e0000000 e0000000 e0000000 e0000000 e0000000 e0000000 e0000000 60"
            })
    void whatDoesNotFitTogetherIsRefused(String hex) {
        byte[] packet = bytes(hex);

        assertThat(payload.read(packet, 0, packet.length)).isFalse();
        assertThat(payload.blocks()).isZero();
    }

    @Test
    void nothingIsReadBeyondTheEndOfAnyBytes() {
        Random random = new Random(2198);
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = new byte[random.nextInt(40)];
            random.nextBytes(packet);
            int offset = packet.length == 0 ? 0 : random.nextInt(packet.length);
            int length = packet.length - offset;
            boolean read = payload.read(packet, offset, length);
            assertThat(read).isEqualTo(payload.blocks() > 0);
            for (int block = 0; block < payload.blocks(); block++) {
                if (payload.length(block) < 0
                        || payload.offset(block) < offset
                        || payload.offset(block) + payload.length(block) > packet.length) {
                    throw new AssertionError(HexFormat.of().formatHex(packet));
                }
            }
        }
    }
}
