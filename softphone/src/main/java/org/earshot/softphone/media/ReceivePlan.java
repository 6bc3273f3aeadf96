package org.earshot.softphone.media;

import java.util.Optional;
import org.earshot.softphone.media.dtls.DtlsLink;
import org.earshot.softphone.media.srtp.SrtcpContext;
import org.earshot.softphone.media.srtp.SrtpContext;
import org.earshot.softphone.media.srtp.SrtpKeys;

/// What the receive thread needs to follow new parameters.
///
/// @param parameters what was agreed upon
/// @param inbound    unprotects what arrives; present exactly when the parameters hold keys
/// @param reports    protects our RTCP; likewise
/// @param dtls       what agrees upon the keys; closed by the user-agent thread
record ReceivePlan(
        MediaParameters parameters,
        Optional<Inbound> inbound,
        Optional<SrtcpContext> reports,
        Optional<DtlsLink> dtls) {

    ReceivePlan {
        if (inbound.isPresent() != parameters.encrypted()
                || reports.isPresent() != parameters.encrypted()) {
            throw new IllegalArgumentException("SRTP and parameters disagree");
        }
    }

    /// Without DTLS.
    ReceivePlan(
            MediaParameters parameters, Optional<Inbound> inbound, Optional<SrtcpContext> reports) {
        this(parameters, inbound, reports, Optional.empty());
    }

    /// The peer's packets under one key.
    record Inbound(SrtpContext rtp, SrtcpContext rtcp) implements AutoCloseable {

        Inbound(SrtpKeys keys) {
            this(new SrtpContext(keys), new SrtcpContext(keys));
        }

        @Override
        public void close() {
            rtp.close();
            rtcp.close();
        }
    }
}
