package org.earshot.softphone.sdp;

/// An answer to an offer of ours to send a file (RFC 5547 §8.3).
///
/// @param from the first byte that the other side wants, counted from 0
/// @param end the other side's, whose setup says whether it connects
public record FileAnswer(long from, MsrpEnd end) {

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
        return new FileAnswer(from, end.with(setup));
    }
}
