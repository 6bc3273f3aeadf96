package org.earshot.softphone.media.rtp;

import java.util.List;
import java.util.Optional;

/// A packet of RTCP, one of those that travel together in a compound packet (RFC 3550 §6).
public sealed interface RtcpPacket {

    /// RFC 3550 §6.4.1.
    ///
    /// @param ssrc         of the sender
    /// @param ntpTime      when it was sent: seconds in the upper, fractions in the lower 32 bits
    /// @param rtpTimestamp the same moment in ticks of the sender's clock
    /// @param packets      sent so far
    /// @param octets       of payload sent so far
    /// @param reports      about those whom the sender hears, at most 31
    record SenderReport(
            int ssrc,
            long ntpTime,
            int rtpTimestamp,
            int packets,
            int octets,
            List<ReportBlock> reports)
            implements RtcpPacket {
        /// Keeps a copy of the list.
        public SenderReport {
            reports = List.copyOf(reports);
        }
    }

    /// RFC 3550 §6.4.2: from one who has sent nothing lately.
    ///
    /// @param ssrc    of who reports
    /// @param reports about those whom it hears, at most 31
    record ReceiverReport(int ssrc, List<ReportBlock> reports) implements RtcpPacket {
        /// Keeps a copy of the list.
        public ReceiverReport {
            reports = List.copyOf(reports);
        }
    }

    /// RFC 3550 §6.5. Of all that a source may tell about itself we use the canonical name only.
    ///
    /// @param chunks at most 31
    record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
        /// Keeps a copy of the list.
        public SourceDescription {
            chunks = List.copyOf(chunks);
        }

        /// @param ssrc  of the source
        /// @param cname its canonical name, where it tells one
        public record Chunk(int ssrc, Optional<String> cname) {}
    }

    /// RFC 3550 §6.6.
    ///
    /// @param sources those who leave, at most 31
    record Goodbye(List<Integer> sources) implements RtcpPacket {
        /// Keeps a copy of the list.
        public Goodbye {
            sources = List.copyOf(sources);
        }
    }

    /// RFC 3611 §2. Of the blocks only those about voice are kept.
    ///
    /// @param ssrc    of who reports
    /// @param metrics about those whom it hears
    record ExtendedReport(int ssrc, List<VoipMetrics> metrics) implements RtcpPacket {
        /// Keeps a copy of the list.
        public ExtendedReport {
            metrics = List.copyOf(metrics);
        }
    }

    /// Anything else that is well framed, such as feedback (RFC 4585).
    ///
    /// @param packetType 192–223
    record Other(int packetType) implements RtcpPacket {}
}
