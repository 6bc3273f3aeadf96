package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.earshot.common.testdata.SharedTestData;
import org.earshot.softphone.media.rtp.RtcpPacket.Goodbye;
import org.earshot.softphone.media.rtp.RtcpPacket.Other;
import org.earshot.softphone.media.rtp.RtcpPacket.ReceiverReport;
import org.earshot.softphone.media.rtp.RtcpPacket.SenderReport;
import org.earshot.softphone.media.rtp.RtcpPacket.SourceDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpTest {

    private static final ReportBlock BLOCK =
            new ReportBlock(0xCAFEBABE, 64, -5, 0x00010203, 17, 0x89ABCDEF, 65_536);

    @Test
    void aCompoundPacketComesBackAsItWasWritten() {
        List<RtcpPacket> packets =
                List.of(
                        new SenderReport(1, 0x0123456789ABCDEFL, 3, 4, 5, List.of(BLOCK)),
                        new ReceiverReport(2, List.of(BLOCK, BLOCK)),
                        new SourceDescription(
                                List.of(
                                        new SourceDescription.Chunk(1, Optional.of("c")),
                                        new SourceDescription.Chunk(2, Optional.of("name@é")),
                                        new SourceDescription.Chunk(3, Optional.empty()))),
                        new Goodbye(List.of(1, 2)));
        assertThat(RtcpParser.parse(written(packets))).contains(packets);
    }

    @Test
    void aCapturedSenderReportReadsAsOthersReadIt() throws IOException {
        assertThat(RtcpParser.parse(read("rtcp_sr.bin")))
                .contains(
                        List.of(
                                new SenderReport(
                                        1_831_097_322,
                                        Long.parseUnsignedLong("16016567581311369308"),
                                        1_722_342_718,
                                        269,
                                        13_557,
                                        List.of(
                                                new ReportBlock(
                                                        (int) 2_398_654_957L,
                                                        0,
                                                        0,
                                                        246,
                                                        127,
                                                        0,
                                                        0)))));
    }

    @Test
    void aCapturedReceiverReportReadsAsOthersReadIt() throws IOException {
        assertThat(RtcpParser.parse(read("rtcp_rr.bin")))
                .contains(
                        List.of(
                                new ReceiverReport(
                                        817_267_719,
                                        List.of(
                                                new ReportBlock(
                                                        1_200_895_919, 0, 0, 630, 1_906, 0, 0)))));
    }

    @Test
    void aCapturedSourceDescriptionTellsItsSource() throws IOException {
        assertThat(RtcpParser.parse(read("rtcp_sdes.bin")).orElseThrow())
                .singleElement()
                .isInstanceOfSatisfying(
                        SourceDescription.class,
                        description -> {
                            assertThat(description.chunks()).hasSize(1);
                            assertThat(description.chunks().getFirst().ssrc())
                                    .isEqualTo(1_831_097_322);
                            assertThat(description.chunks().getFirst().cname()).isPresent();
                        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"rtcp_bye.bin, 2924645187", "rtcp_bye_no_sources.bin,", "rtcp_bye_padding.bin,"})
    void aCapturedGoodbyeTellsWhoLeaves(String file, Long source) throws IOException {
        List<Integer> sources = source == null ? List.of() : List.of(source.intValue());
        assertThat(RtcpParser.parse(read(file))).contains(List.of(new Goodbye(sources)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtcp_psfb_pli.bin", "rtcp_rtpfb.bin"})
    void feedbackIsSkipped(String file) throws IOException {
        assertThat(RtcpParser.parse(read(file)).orElseThrow())
                .singleElement()
                .isInstanceOf(Other.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtcp_bye_invalid.bin",
                "rtcp_rr_invalid.bin",
                "rtcp_sr_invalid.bin",
                "rtcp_sdes_item_truncated.bin",
                "rtcp_sdes_source_truncated.bin"
            })
    void whatOthersRefuseWeRefuse(String file) throws IOException {
        assertThat(RtcpParser.parse(read(file))).isEmpty();
    }

    @Test
    void noCutOrRandomPacketMakesTheParserThrow() {
        ByteBuffer whole =
                written(
                        List.of(
                                new SenderReport(1, 2, 3, 4, 5, List.of(BLOCK)),
                                new SourceDescription(
                                        List.of(
                                                new SourceDescription.Chunk(
                                                        1, Optional.of("name")))),
                                new Goodbye(List.of(1))));
        int ends = 0;
        for (int cut = 0; cut < whole.limit(); cut++) {
            ends += RtcpParser.parse(whole.duplicate().limit(cut)).isPresent() ? 1 : 0;
        }
        assertThat(ends).as("cuts between two packets").isEqualTo(2);
        Random random = new Random(3550);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[4 * random.nextInt(1, 20)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x80 | (bytes[0] & 0x3F));
            bytes[1] = (byte) random.nextInt(198, 208);
            bytes[2] = 0;
            bytes[3] = (byte) random.nextInt(20);
            RtcpParser.parse(ByteBuffer.wrap(bytes));
        }
    }

    private static ByteBuffer written(List<RtcpPacket> packets) {
        ByteBuffer buffer = ByteBuffer.allocate(500);
        RtcpWriter.write(buffer, packets);
        return buffer.flip();
    }

    private static ByteBuffer read(String file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(SharedTestData.path("rtp/aiortc/tests/" + file)));
    }
}
