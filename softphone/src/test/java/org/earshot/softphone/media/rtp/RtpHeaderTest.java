package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.Random;
import org.earshot.common.testdata.SharedTestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtpHeaderTest {

    // Packets that others captured, with the values that they read from them.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "rtp.bin, false, 0, 15743, 3937035252, 160",
        "rtp_with_csrc.bin, false, 0, 16082, 144, 160",
        "rtp_dtmf.bin, true, 101, 24152, 4021352124, 4",
        "rtp_only_padding.bin, false, 120, 27759, 4044047131, 0",
        "rtp_only_padding_with_header_extensions.bin, false, 98, 22138, 3171065731, 0",
        "rtp_with_sdes_mid.bin, true, 111, 14156, 1327210925, 54"
    })
    void aCapturedPacketReadsAsOthersReadIt(
            String file, boolean marker, int payloadType, int sequence, long time, int payload)
            throws IOException {
        RtpHeader header = RtpHeader.parse(read(file)).orElseThrow();
        assertThat(header.marker()).isEqualTo(marker);
        assertThat(header.payloadType()).isEqualTo(payloadType);
        assertThat(header.sequenceNumber()).isEqualTo(sequence);
        assertThat(Integer.toUnsignedLong(header.timestamp())).isEqualTo(time);
        assertThat(header.payloadLength()).isEqualTo(payload);
    }

    @Test
    void whatWeWriteWeRead() {
        ByteBuffer packet = ByteBuffer.allocate(15);
        RtpHeader.write(packet, true, 111, 65_535, 0xFEDCBA98, 0x89ABCDEF);
        RtpHeader header = RtpHeader.parse(packet).orElseThrow();
        assertThat(HexFormat.of().formatHex(packet.array(), 0, 12))
                .isEqualTo("80effffffedcba9889abcdef");
        assertThat(header.ssrc()).isEqualTo(0x89ABCDEF);
        assertThat(header.payloadOffset()).isEqualTo(12);
        assertThat(header.payloadLength()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "80 00 0001 00000000 000000", // short
                "40 00 0001 00000000 00000000", // version 1
                "81 00 0001 00000000 00000000", // a source that is not there
                "90 00 0001 00000000 00000000", // an extension that is not there
                "90 00 0001 00000000 00000000 bede0001", // nor its words
                "a0 00 0001 00000000 00000000", // padding without a byte to count it
                "a0 00 0001 00000000 00000000 00", // padding of nothing
                "a0 00 0001 00000000 00000000 02" // padding that reaches into the header
            })
    void lengthsThatContradictEachOtherAreNoRtp(String hex) {
        ByteBuffer packet = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThat(RtpHeader.parse(packet)).isEmpty();
    }

    // RFC 5761 §4
    @ParameterizedTest(name = "second byte {0}: {1}")
    @CsvSource({
        "200, true",
        "201, true",
        "207, true",
        "192, true",
        "223, true",
        "0, false",
        "8, false",
        "111, false",
        "239, false",
        "229, false",
        "72, true"
    })
    void rtcpIsToldFromRtpByItsSecondByte(int secondByte, boolean rtcp) {
        ByteBuffer packet = ByteBuffer.allocate(12).put(0, (byte) 0x80).put(1, (byte) secondByte);
        assertThat(RtpHeader.isRtcp(packet)).isEqualTo(rtcp);
    }

    @Test
    void noCutOrRandomPacketMakesAnyReaderThrow() throws IOException {
        ByteBuffer whole = read("rtp_only_padding_with_header_extensions.bin");
        for (int cut = 0; cut < whole.limit(); cut++) {
            readAll(whole.duplicate().limit(cut));
        }
        Random random = new Random(3550);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) (0x80 | (bytes[0] & 0x3F));
            }
            readAll(ByteBuffer.wrap(bytes));
        }
    }

    private static void readAll(ByteBuffer packet) {
        RtpHeader.isRtcp(packet);
        RtpHeader.parse(packet)
                .ifPresent(header -> {
                    assertThat(header.payloadLength()).isNotNegative();
                    assertThat(header.payloadOffset() + header.payloadLength())
                            .isLessThanOrEqualTo(packet.limit());
                });
    }

    private static ByteBuffer read(String file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(SharedTestData.path("rtp/aiortc/tests/" + file)));
    }
}
