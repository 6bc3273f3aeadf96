package org.earshot.softphone.sdp;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.DtlsParameters;

/// How the audio of a medium is protected, as offer and answer have agreed: by keys that they hold, by keys that the phones
/// agree upon, or not at all.
///
/// @param mux whether RTCP shares the port of RTP
record Security(Optional<KeyChoice.Keys> keys, Optional<DtlsParameters> dtls, boolean mux) {

    /// Our answer to an offered medium.
    ///
    /// @param attributes of the answer
    record Answered(List<Attribute> attributes, Security security, OfferedProfile profile) {}

    /// What our own offer says.
    ///
    /// @param current the session that is being changed
    static List<Attribute> offer(
            OfferedProfile profile,
            List<CryptoAttribute> keys,
            LocalMedia local,
            Optional<Agreement> current) {
        return profile == OfferedProfile.DTLS
                ? DtlsChoice.offer(identity(local), dtls(current).map(DtlsParameters::role))
                : withMux(KeyChoice.attributes(keys), !local.candidates().isEmpty());
    }

    private static List<Attribute> withMux(List<Attribute> attributes, boolean mux) {
        return mux
                ? Stream.concat(attributes.stream(), Stream.of(DtlsChoice.mux())).toList()
                : attributes;
    }

    /// What the answer to our offer makes of it.
    ///
    /// @throws SdpException if it is not what we offered, and we may not do without
    static Security agreed(
            Offer offer,
            SessionDescription session,
            MediaDescription answer,
            LocalMedia local,
            MediaPolicy policy)
            throws SdpException {
        if (offer.profile() != OfferedProfile.DTLS) {
            if (!KeyChoice.isKnown(answer.profile())) {
                throw new SdpException("answered with " + answer.profile());
            }
            return new Security(
                    KeyChoice.agreed(offer, answer, policy),
                    Optional.empty(),
                    DtlsChoice.wantsMux(offer.audio()) && DtlsChoice.wantsMux(answer));
        }
        if (!answer.profile().equalsIgnoreCase(offer.audio().profile())) {
            throw new SdpException("answered with a profile that was not offered");
        }
        return new Security(
                Optional.empty(),
                Optional.of(
                        DtlsChoice.agreed(session, answer, identity(local), offer.association())),
                DtlsChoice.wantsMux(answer));
    }

    /// Answers an offered medium.
    ///
    /// @param current the session that is being changed
    /// @throws SdpException if policy forbids what is left, or the session would be less protected than before
    static Answered answer(
            SessionDescription session,
            MediaDescription offered,
            Optional<Agreement> current,
            LocalMedia local,
            MediaPolicy policy,
            SecureRandom random)
            throws SdpException {
        boolean known = KeyChoice.isKnown(offered.profile());
        if (!known && !(DtlsChoice.isDtls(offered.profile()) && local.dtls().isPresent())) {
            throw new SdpException(offered.profile() + " is not supported");
        }
        if (local.dtls().isPresent() && DtlsChoice.isOffered(session, offered)) {
            boolean mux = DtlsChoice.wantsMux(offered);
            DtlsParameters chosen =
                    DtlsChoice.answered(
                            session,
                            offered,
                            identity(local),
                            dtls(current).map(DtlsParameters::role));
            return new Answered(
                    DtlsChoice.answer(chosen, mux),
                    new Security(Optional.empty(), Optional.of(chosen), mux),
                    OfferedProfile.DTLS);
        }
        if (dtls(current).isPresent()) {
            throw new SdpException("a call encrypted between the phones stays so");
        }
        KeyChoice.Answered answered =
                KeyChoice.answer(
                        offered, policy, current.flatMap(c -> c.media().outboundKeys()), random);
        OfferedProfile profile =
                answered.keys().isEmpty()
                        ? OfferedProfile.PLAIN
                        : offered.profile().toUpperCase(Locale.ROOT).startsWith("RTP/S")
                                ? OfferedProfile.KEYED
                                : OfferedProfile.KEYED_IF_POSSIBLE;
        boolean mux = DtlsChoice.wantsMux(offered);
        return new Answered(
                withMux(
                        KeyChoice.attributes(answered.answer().map(List::of).orElse(List.of())),
                        mux),
                new Security(answered.keys(), Optional.empty(), mux),
                profile);
    }

    /// What a later offer has to insist on.
    static OfferedProfile profileOf(Agreement current) {
        if (dtls(Optional.of(current)).isPresent()) {
            return OfferedProfile.DTLS;
        }
        return current.media().outboundKeys().isEmpty()
                ? OfferedProfile.PLAIN
                : OfferedProfile.KEYED;
    }

    private static Optional<DtlsParameters> dtls(Optional<Agreement> current) {
        return current.flatMap(c -> c.media().dtls());
    }

    private static DtlsIdentity identity(LocalMedia local) {
        return local.dtls()
                .orElseThrow(() -> new IllegalStateException("DTLS without a certificate"));
    }
}
