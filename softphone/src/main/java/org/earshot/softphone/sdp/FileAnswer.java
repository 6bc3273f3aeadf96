package org.earshot.softphone.sdp;

import java.util.Optional;

/// An answer to an offer of ours to send a file (RFC 5547 §8.3).
///
/// @param from the first byte that the other side wants, counted from 0
/// @param end the other side's, whose setup says whether it connects
/// @param inCpim whether it takes the file in message/cpim alone, as in the examples of RFC 5547
public record FileAnswer(long from, MsrpEnd end, boolean inCpim) {
    private static final String UNKNOWN = "application/octet-stream";

    /// Reads it.
    ///
    /// @throws SdpException if it is no answer to this offer, or refuses the file
    public static FileAnswer read(FileOffer offer, SessionDescription session) throws SdpException {
        if (session.media().size() != 1
                || !session.media().getFirst().kind().equalsIgnoreCase(FileOffer.MESSAGE)) {
            throw new SdpException("answered something else than the file");
        }
        MediaDescription medium = session.media().getFirst();
        if (medium.port() == 0) {
            throw new SdpException("the other phone does not take the file");
        }
        if (!medium.profile().equalsIgnoreCase("TCP/TLS/MSRP")) {
            throw new SdpException("the other phone takes files without encryption only");
        }
        MsrpEnd end = MsrpEnd.read(session, medium);
        if (end.fingerprints().isEmpty()) {
            throw new SdpException("answered without a=fingerprint");
        }
        if (end.setup() == MsrpEnd.Setup.ACTPASS) {
            throw new SdpException("answered without saying who connects");
        }
        // whoever says nothing of who connects is of before RFC 6135, and waits for the offerer
        MsrpEnd.Setup setup =
                session.values(medium, "setup").isEmpty() ? MsrpEnd.Setup.PASSIVE : end.setup();
        long from = offer.from();
        if (medium.attribute("file-range").isPresent()) {
            FileRange range = FileRange.parse(medium.attribute("file-range").orElseThrow());
            if (!range.reachesTheEnd(offer.selector().size())
                    || range.first() - 1 > offer.selector().size().orElse(Long.MAX_VALUE)) {
                throw new SdpException("answered with a piece of the file");
            }
            from = range.first() - 1;
        }
        requireRoom(offer, from, medium.attribute("max-size"));
        boolean inCpim =
                AcceptedTypes.in(medium).onlyInCpim(offer.selector().type().orElse(UNKNOWN));
        return new FileAnswer(from, end.with(setup), inCpim);
    }

    /// RFC 4975 §8.6: how large a message may be.
    private static void requireRoom(FileOffer offer, long from, Optional<String> most)
            throws SdpException {
        if (most.isPresent()
                && most.get().strip().matches("[0-9]{1,18}")
                && offer.selector().size().orElse(0) - from > Long.parseLong(most.get().strip())) {
            throw new SdpException(
                    "the other phone takes at most " + most.get().strip() + " bytes");
        }
    }
}
