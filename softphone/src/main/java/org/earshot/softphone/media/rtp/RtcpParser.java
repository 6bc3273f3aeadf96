package org.earshot.softphone.media.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.media.rtp.RtcpPacket.ExtendedReport;
import org.earshot.softphone.media.rtp.RtcpPacket.Goodbye;
import org.earshot.softphone.media.rtp.RtcpPacket.Other;
import org.earshot.softphone.media.rtp.RtcpPacket.ReceiverReport;
import org.earshot.softphone.media.rtp.RtcpPacket.SenderReport;
import org.earshot.softphone.media.rtp.RtcpPacket.SourceDescription;
import org.earshot.softphone.media.rtp.RtcpPacket.SourceDescription.Chunk;

/// Reads compound RTCP packets (RFC 3550 §6.1). Does not insist that a report comes first: some send single packets
/// (RFC 5506).
public final class RtcpParser {

    private RtcpParser() {}

    /// The packets in the buffer from index 0 to its limit, in their order; empty when any of them is malformed.
    public static Optional<List<RtcpPacket>> parse(ByteBuffer compound) {
        List<RtcpPacket> packets = new ArrayList<>();
        int at = 0;
        while (at < compound.limit()) {
            Optional<Frame> frame = Frame.at(compound, at);
            Optional<RtcpPacket> packet = frame.flatMap(RtcpParser::packet);
            if (packet.isEmpty()) {
                return Optional.empty();
            }
            packets.add(packet.get());
            at += frame.get().length();
        }
        return packets.isEmpty() ? Optional.empty() : Optional.of(packets);
    }

    private static Optional<RtcpPacket> packet(Frame frame) {
        return switch (frame.packetType()) {
            case RtcpWire.SENDER_REPORT -> senderReport(frame);
            case RtcpWire.RECEIVER_REPORT -> receiverReport(frame);
            case RtcpWire.SOURCE_DESCRIPTION -> sourceDescription(frame);
            case RtcpWire.GOODBYE -> goodbye(frame);
            case RtcpWire.EXTENDED_REPORT -> extendedReport(frame);
            default -> Optional.of(new Other(frame.packetType()));
        };
    }

    private static Optional<RtcpPacket> senderReport(Frame frame) {
        ByteBuffer body = frame.body();
        if (body.remaining()
                < RtcpWire.SSRC_BYTES
                        + RtcpWire.SENDER_INFO_BYTES
                        + frame.count() * RtcpWire.REPORT_BYTES) {
            return Optional.empty();
        }
        return Optional.of(
                new SenderReport(
                        body.getInt(),
                        body.getLong(),
                        body.getInt(),
                        body.getInt(),
                        body.getInt(),
                        reports(body, frame.count())));
    }

    private static Optional<RtcpPacket> receiverReport(Frame frame) {
        ByteBuffer body = frame.body();
        if (body.remaining() < RtcpWire.SSRC_BYTES + frame.count() * RtcpWire.REPORT_BYTES) {
            return Optional.empty();
        }
        return Optional.of(new ReceiverReport(body.getInt(), reports(body, frame.count())));
    }

    private static List<ReportBlock> reports(ByteBuffer body, int count) {
        List<ReportBlock> reports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int ssrc = body.getInt();
            int loss = body.getInt();
            reports.add(
                    new ReportBlock(
                            ssrc,
                            loss >>> 24,
                            loss << 8 >> 8, // 24 bits, signed
                            body.getInt(),
                            body.getInt(),
                            body.getInt(),
                            body.getInt()));
        }
        return reports;
    }

    private static Optional<RtcpPacket> sourceDescription(Frame frame) {
        ByteBuffer body = frame.body();
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < frame.count(); i++) {
            Optional<Chunk> chunk = chunk(body);
            if (chunk.isEmpty()) {
                return Optional.empty();
            }
            chunks.add(chunk.get());
        }
        return Optional.of(new SourceDescription(chunks));
    }

    // §6.5: items until one of type 0, which fills up the word
    private static Optional<Chunk> chunk(ByteBuffer body) {
        int start = body.position();
        if (body.remaining() < RtcpWire.SSRC_BYTES) {
            return Optional.empty();
        }
        int ssrc = body.getInt();
        Optional<String> cname = Optional.empty();
        while (body.hasRemaining()) {
            int type = body.get();
            if (type == RtcpWire.SDES_END) {
                int used = body.position() - start;
                int padding =
                        (RtcpWire.WORD_BYTES - used % RtcpWire.WORD_BYTES) % RtcpWire.WORD_BYTES;
                body.position(Math.min(body.limit(), body.position() + padding));
                return Optional.of(new Chunk(ssrc, cname));
            }
            if (!body.hasRemaining()) {
                return Optional.empty();
            }
            int length = body.get() & 0xFF;
            if (body.remaining() < length) {
                return Optional.empty();
            }
            byte[] text = new byte[length];
            body.get(text);
            if (type == RtcpWire.SDES_CNAME) {
                cname = Optional.of(new String(text, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static Optional<RtcpPacket> goodbye(Frame frame) {
        ByteBuffer body = frame.body();
        if (body.remaining() < frame.count() * RtcpWire.SSRC_BYTES) {
            return Optional.empty();
        }
        List<Integer> sources = new ArrayList<>();
        for (int i = 0; i < frame.count(); i++) {
            sources.add(body.getInt());
        }
        return Optional.of(new Goodbye(sources));
    }

    // RFC 3611 §3: blocks that we don't know are skipped, and so is one that has not the length
    // that it must have (§4.7)
    private static Optional<RtcpPacket> extendedReport(Frame frame) {
        ByteBuffer body = frame.body();
        if (body.remaining() < RtcpWire.SSRC_BYTES) {
            return Optional.empty();
        }
        int ssrc = body.getInt();
        List<VoipMetrics> metrics = new ArrayList<>();
        while (body.remaining() >= RtcpWire.HEADER_BYTES) {
            int type = body.get() & 0xFF;
            body.get();
            int words = body.getShort() & 0xFFFF;
            if (body.remaining() < words * RtcpWire.WORD_BYTES) {
                return Optional.empty();
            }
            if (type == RtcpWire.XR_VOIP_METRICS && words == VoipMetrics.WORDS) {
                metrics.add(VoipMetrics.read(body));
            }
            body.position(body.position() + words * RtcpWire.WORD_BYTES);
        }
        return body.hasRemaining()
                ? Optional.empty()
                : Optional.of(new ExtendedReport(ssrc, metrics));
    }

    /// The common header of a packet and what follows.
    ///
    /// @param packetType 192–223
    /// @param count      its five bits: how many reports, chunks or sources
    /// @param length     of the packet, in bytes
    /// @param body       without header and padding, at its beginning
    private record Frame(int packetType, int count, int length, ByteBuffer body) {

        static Optional<Frame> at(ByteBuffer compound, int at) {
            int left = compound.limit() - at;
            if (left < RtcpWire.HEADER_BYTES
                    || (compound.get(at) & 0xFF) >>> RtcpWire.VERSION_SHIFT != RtcpWire.VERSION) {
                return Optional.empty();
            }
            int packetType = compound.get(at + 1) & 0xFF;
            int length =
                    RtcpWire.HEADER_BYTES
                            + RtcpWire.WORD_BYTES * (compound.getShort(at + 2) & 0xFFFF);
            if (left < length || !PayloadType.belongsToRtcp(packetType & 0x7F)) {
                return Optional.empty();
            }
            int padding = 0;
            if ((compound.get(at) & RtcpWire.PADDING) != 0) {
                padding = compound.get(at + length - 1) & 0xFF;
                // §6.4.1: only the last packet may be padded, by whole words
                if (padding == 0
                        || padding % RtcpWire.WORD_BYTES != 0
                        || padding > length - RtcpWire.HEADER_BYTES
                        || length != left) {
                    return Optional.empty();
                }
            }
            ByteBuffer body =
                    compound.slice(
                            at + RtcpWire.HEADER_BYTES, length - RtcpWire.HEADER_BYTES - padding);
            return Optional.of(
                    new Frame(packetType, compound.get(at) & RtcpWire.COUNT, length, body));
        }
    }
}
