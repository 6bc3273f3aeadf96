package org.earshot.softphone.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.dtls.DtlsRole;
import org.earshot.softphone.media.dtls.Fingerprint;

/// What offer and answer say of DTLS (RFC 5763 §5, RFC 8122, RFC 8842): fingerprints, and who begins. Fails closed: a line that
/// asks for DTLS without a fingerprint that we can check is an error.
final class DtlsChoice {
    private static final String FINGERPRINT = "fingerprint";
    private static final String SETUP = "setup";
    private static final String MUX = "rtcp-mux";

    private DtlsChoice() {}

    /// Whether a profile says that there has to be DTLS; those with feedback are answered without any.
    static boolean isDtls(String profile) {
        return profile.equalsIgnoreCase("UDP/TLS/RTP/SAVP")
                || profile.equalsIgnoreCase("UDP/TLS/RTP/SAVPF");
    }

    /// Whether an offered medium is to be answered with DTLS: it has to be, or it can be, on any profile (RFC 8643 for those that
    /// are not encrypted by name).
    static boolean isOffered(SessionDescription session, MediaDescription medium) {
        return isDtls(medium.profile()) || !session.values(medium, FINGERPRINT).isEmpty();
    }

    /// Whether RTCP is to share the port (RFC 5761 §5.1.1).
    static boolean wantsMux(MediaDescription medium) {
        return medium.attribute(MUX).isPresent();
    }

    /// Says that RTCP shares the port.
    static Attribute mux() {
        return Attribute.flag(MUX);
    }

    /// What an offer of ours says.
    ///
    /// @param current of the session that is being changed: who began stays who begins. A peer that began is free to say so again
    ///     (RFC 5763 §5): to an offer that says `passive` linphone answers nothing
    static List<Attribute> offer(DtlsIdentity identity, Optional<DtlsRole> current) {
        return describe(
                identity,
                current.filter(DtlsRole.ACTIVE::equals).isPresent() ? "active" : "actpass",
                true);
    }

    /// What our answer says.
    static List<Attribute> answer(DtlsParameters chosen, boolean mux) {
        return describe(chosen.identity(), chosen.role().name().toLowerCase(Locale.ROOT), mux);
    }

    private static List<Attribute> describe(DtlsIdentity identity, String setup, boolean mux) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute(FINGERPRINT, identity.fingerprint().value()));
        attributes.add(new Attribute(SETUP, setup));
        if (mux) {
            attributes.add(mux());
        }
        return attributes;
    }

    /// What follows from an offer of the other side.
    ///
    /// @param current our role in the session that is being changed; it stays where the offer allows that
    /// @throws SdpException if it has no fingerprint that we can check, or does not say sensibly who begins
    static DtlsParameters answered(
            SessionDescription session,
            MediaDescription offered,
            DtlsIdentity identity,
            Optional<DtlsRole> current)
            throws SdpException {
        DtlsRole role =
                switch (setup(session, offered).orElse("active")) {
                    case "actpass" -> current.orElse(DtlsRole.ACTIVE);
                    case "active" -> DtlsRole.PASSIVE;
                    case "passive" -> DtlsRole.ACTIVE;
                    default -> throw new SdpException("nobody begins the agreement upon keys");
                };
        return new DtlsParameters(identity, role, fingerprints(session, offered));
    }

    /// What follows from the answer to our offer.
    ///
    /// @param association of the session that is being changed: it stays where the answer says nothing of another, as its keys do
    /// @throws SdpException likewise
    static DtlsParameters agreed(
            SessionDescription session,
            MediaDescription answer,
            DtlsIdentity identity,
            Optional<DtlsParameters> association)
            throws SdpException {
        if (association.isPresent()
                && setup(session, answer).isEmpty()
                && session.values(answer, FINGERPRINT).isEmpty()) {
            return association.get();
        }
        DtlsRole role =
                switch (setup(session, answer).orElse("passive")) {
                    case "active" -> DtlsRole.PASSIVE;
                    case "passive" -> DtlsRole.ACTIVE;
                    default -> throw new SdpException("nobody begins the agreement upon keys");
                };
        return new DtlsParameters(identity, role, fingerprints(session, answer));
    }

    private static Optional<String> setup(SessionDescription session, MediaDescription medium) {
        return session.values(medium, SETUP).stream()
                .findFirst()
                .map(value -> value.strip().toLowerCase(Locale.ROOT));
    }

    private static Set<Fingerprint> fingerprints(
            SessionDescription session, MediaDescription medium) throws SdpException {
        Set<Fingerprint> usable =
                session.values(medium, FINGERPRINT).stream()
                        .flatMap(value -> Fingerprint.parse(value).stream())
                        .collect(Collectors.toUnmodifiableSet());
        if (usable.isEmpty()) {
            throw new SdpException("encrypted audio without a fingerprint that we can check");
        }
        return usable;
    }
}
