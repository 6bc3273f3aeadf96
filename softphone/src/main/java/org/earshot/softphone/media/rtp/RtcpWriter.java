package org.earshot.softphone.media.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.earshot.softphone.media.rtp.RtcpPacket.ExtendedReport;
import org.earshot.softphone.media.rtp.RtcpPacket.Goodbye;
import org.earshot.softphone.media.rtp.RtcpPacket.Other;
import org.earshot.softphone.media.rtp.RtcpPacket.ReceiverReport;
import org.earshot.softphone.media.rtp.RtcpPacket.SenderReport;
import org.earshot.softphone.media.rtp.RtcpPacket.SourceDescription;

/// Writes compound RTCP packets (RFC 3550 §6.1).
public final class RtcpWriter {

    private RtcpWriter() {}

    /// Writes the packets one behind the other from the buffer's position on, which then stands behind them.
    ///
    /// @throws java.nio.BufferOverflowException when they don't fit
    /// @throws IllegalArgumentException         for a packet of a type that we only read
    public static void write(ByteBuffer buffer, List<RtcpPacket> packets) {
        for (RtcpPacket packet : packets) {
            int start = buffer.position();
            buffer.putInt(0); // the header, once the length is known
            switch (packet) {
                case SenderReport report -> {
                    buffer.putInt(report.ssrc())
                            .putLong(report.ntpTime())
                            .putInt(report.rtpTimestamp())
                            .putInt(report.packets())
                            .putInt(report.octets());
                    reports(buffer, report.reports());
                    header(buffer, start, RtcpWire.SENDER_REPORT, report.reports().size());
                }
                case ReceiverReport report -> {
                    buffer.putInt(report.ssrc());
                    reports(buffer, report.reports());
                    header(buffer, start, RtcpWire.RECEIVER_REPORT, report.reports().size());
                }
                case SourceDescription description -> {
                    description.chunks().forEach(chunk -> chunk(buffer, chunk));
                    header(buffer, start, RtcpWire.SOURCE_DESCRIPTION, description.chunks().size());
                }
                case Goodbye goodbye -> {
                    goodbye.sources().forEach(buffer::putInt);
                    header(buffer, start, RtcpWire.GOODBYE, goodbye.sources().size());
                }
                case ExtendedReport report -> {
                    buffer.putInt(report.ssrc());
                    report.metrics().forEach(metrics -> metrics(buffer, metrics));
                    header(buffer, start, RtcpWire.EXTENDED_REPORT, 0);
                }
                case Other other ->
                        throw new IllegalArgumentException("packet type " + other.packetType());
            }
        }
    }

    private static void reports(ByteBuffer buffer, List<ReportBlock> reports) {
        for (ReportBlock report : reports) {
            buffer.putInt(report.ssrc())
                    .putInt(report.fractionLost() << 24 | (report.cumulativeLost() & 0xFF_FFFF))
                    .putInt(report.highestSequence())
                    .putInt(report.jitter())
                    .putInt(report.lastSenderReport())
                    .putInt(report.delaySinceLastReport());
        }
    }

    private static void chunk(ByteBuffer buffer, SourceDescription.Chunk chunk) {
        int start = buffer.position();
        buffer.putInt(chunk.ssrc());
        chunk.cname()
                .ifPresent(cname -> {
                    byte[] text = cname.getBytes(StandardCharsets.UTF_8);
                    buffer.put((byte) RtcpWire.SDES_CNAME).put((byte) text.length).put(text);
                });
        do {
            buffer.put((byte) RtcpWire.SDES_END);
        } while ((buffer.position() - start) % RtcpWire.WORD_BYTES != 0);
    }

    private static void metrics(ByteBuffer buffer, VoipMetrics metrics) {
        buffer.put((byte) RtcpWire.XR_VOIP_METRICS)
                .put((byte) 0)
                .putShort((short) VoipMetrics.WORDS);
        metrics.write(buffer);
    }

    private static void header(ByteBuffer buffer, int start, int packetType, int count) {
        if (count > RtcpWire.COUNT) {
            throw new IllegalArgumentException(count + " blocks in one packet");
        }
        int words = (buffer.position() - start) / RtcpWire.WORD_BYTES - 1;
        buffer.put(start, (byte) (RtcpWire.VERSION << RtcpWire.VERSION_SHIFT | count))
                .put(start + 1, (byte) packetType)
                .putShort(start + 2, (short) words);
    }
}
