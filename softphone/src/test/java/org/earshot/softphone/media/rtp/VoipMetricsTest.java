package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.earshot.softphone.media.rtp.RtcpPacket.ExtendedReport;
import org.junit.jupiter.api.Test;

class VoipMetricsTest {

    private static final VoipMetrics METRICS =
            new VoipMetrics(
                    0xCAFEBABE,
                    new VoipMetrics.Losses(1, 255, 84, 10, 240, 510),
                    new VoipMetrics.Delays(65_535, 83),
                    16,
                    new VoipMetrics.Scores(88, 43, 42),
                    new VoipMetrics.Buffer(20, 40, 400));

    private static final String WIRE =
            "80cf000a" // version 2, type 207, ten words more
                    + "01020304" // who reports
                    + "07000008" // VoIP metrics, eight words
                    + "cafebabe"
                    + "01ff540a"
                    + "00f001fe"
                    + "ffff0053"
                    + "7f7f7f10"
                    + "587f2b2a"
                    + "b0000014"
                    + "00280190";

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    // field by field from RFC 3611 §2, §3 and §4.7
    @Test
    void theBlockStandsOnTheWireAsTheStandardSays() {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        RtcpWriter.write(buffer, List.of(new ExtendedReport(0x01020304, List.of(METRICS))));
        byte[] written = new byte[buffer.position()];
        buffer.get(0, written);

        assertThat(HexFormat.of().formatHex(written)).isEqualTo(WIRE);
        assertThat(RtcpParser.parse(bytes(WIRE)))
                .contains(List.of(new ExtendedReport(0x01020304, List.of(METRICS))));
    }

    // §3: receiver reference time (type 4, two words) and an unknown block; one of ours with a
    // length that it can't have
    @Test
    void otherBlocksAreSkipped() {
        String others = "04000002" + "0000000100000002" + "63000000" + "07000001" + "00000000";
        assertThat(RtcpParser.parse(bytes("80cf0010" + "01020304" + others + WIRE.substring(16))))
                .contains(List.of(new ExtendedReport(0x01020304, List.of(METRICS))));
    }

    @Test
    void aBlockThatIsLongerThanItsPacketIsRefused() {
        assertThat(RtcpParser.parse(bytes("80cf0002" + "01020304" + "07000008"))).isEmpty();
        assertThat(RtcpParser.parse(bytes("80cf0000"))).isEmpty();
    }

    @Test
    void noCutOrRandomReportMakesTheParserThrow() {
        ByteBuffer whole = bytes(WIRE);
        for (int cut = 0; cut < whole.limit(); cut++) {
            assertThat(RtcpParser.parse(whole.duplicate().limit(cut))).isEmpty();
        }
        Random random = new Random(3_611);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[4 * random.nextInt(1, 24)];
            random.nextBytes(bytes);
            bytes[0] = (byte) 0x80;
            bytes[1] = (byte) 207;
            bytes[2] = 0;
            bytes[3] = (byte) (bytes.length / 4 - 1);
            if (bytes.length > 11) {
                bytes[8] = 7;
                bytes[10] = 0;
                bytes[11] = (byte) random.nextInt(12);
            }
            read += RtcpParser.parse(ByteBuffer.wrap(bytes)).isPresent() ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    @Test
    void whatDoesNotFitIsRefusedOrClipped() {
        assertThatThrownBy(() -> new VoipMetrics.Losses(256, 0, 0, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VoipMetrics.Delays(0, 65_536))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(VoipMetrics.share(1)).isEqualTo(255);
        assertThat(VoipMetrics.share(0.33)).isEqualTo(84);
        assertThat(VoipMetrics.millis(1e9)).isEqualTo(65_535);
    }
}
