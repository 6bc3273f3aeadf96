package org.earshot.softphone.sdp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;

/// Which key lines count (RFC 4568 §5.1, §7.1). Fails closed: a keyed profile without a key that we can
/// use is an error, never plain audio.
final class KeyChoice {
    private KeyChoice() {}

    /// Whether we can speak a profile at all, apart from DTLS ([DtlsChoice]); those with feedback (RFC 4585) are answered without any.
    static boolean isKnown(String profile) {
        return isKeyed(profile)
                || profile.equalsIgnoreCase("RTP/AVP")
                || profile.equalsIgnoreCase("RTP/AVPF");
    }

    private static boolean isKeyed(String profile) {
        return profile.equalsIgnoreCase("RTP/SAVP") || profile.equalsIgnoreCase("RTP/SAVPF");
    }

    /// The keys of both directions: each side makes that of what it sends.
    record Keys(SrtpKeys local, SrtpKeys remote) {}

    /// What our answer to a medium says.
    ///
    /// @param answer the line of our answer, empty: plain
    record Answered(Optional<CryptoAttribute> answer, Optional<Keys> keys) {}

    /// Answers the keys of an offered medium.
    ///
    /// @param current of a session that is being changed: its key of ours stays where the suite does
    /// @throws SdpException if policy forbids what is left, or an encrypted session would become plain
    static Answered answer(
            MediaDescription offered,
            MediaPolicy policy,
            Optional<SrtpKeys> current,
            SecureRandom random)
            throws SdpException {
        boolean keyed = isKeyed(offered.profile());
        Optional<CryptoAttribute> line = usable(offered).stream().findFirst();
        if (line.isPresent() && policy.keysTravelSafely()) {
            CryptoAttribute theirs = line.get();
            SrtpKeys ours =
                    current.filter(k -> k.suite() == theirs.suite())
                            .orElseGet(() -> SrtpKeys.generate(theirs.suite(), random));
            return new Answered(
                    Optional.of(new CryptoAttribute(theirs.tag(), ours)),
                    Optional.of(new Keys(ours, theirs.key())));
        }
        if (keyed && line.isPresent()) {
            throw new SdpException("media keys need TLS");
        }
        if (keyed) {
            throw new SdpException("encrypted audio without a key that we can use");
        }
        if (current.isPresent()) {
            throw new SdpException("an encrypted call stays encrypted");
        }
        if (!policy.plainAllowed()) {
            throw new SdpException("encryption is required");
        }
        return new Answered(Optional.empty(), Optional.empty());
    }

    /// The keys after the answer to an offer of ours.
    ///
    /// @throws SdpException if it has none, or not one that fits, and we may not do without
    static Optional<Keys> agreed(Offer offer, MediaDescription answer, MediaPolicy policy)
            throws SdpException {
        if (!offer.profile().hasKeys()) {
            if (isKeyed(answer.profile())) {
                throw new SdpException("answered with a profile that was not offered");
            }
            if (!policy.plainAllowed()) {
                throw new SdpException("encryption is required");
            }
            return Optional.empty();
        }
        for (CryptoAttribute theirs : usable(answer)) {
            Optional<CryptoAttribute> ours =
                    offer.key(theirs.tag()).filter(k -> k.suite() == theirs.suite());
            if (ours.isPresent()) {
                return Optional.of(new Keys(ours.get().key(), theirs.key()));
            }
        }
        if (offer.profile() == OfferedProfile.KEYED || isKeyed(answer.profile())) {
            throw new SdpException("answered without a key");
        }
        if (!policy.plainAllowed()) {
            throw new SdpException("encryption is required");
        }
        return Optional.empty();
    }

    /// As they stand in a medium.
    static List<Attribute> attributes(List<CryptoAttribute> keys) {
        return keys.stream().map(k -> new Attribute("crypto", k.value())).toList();
    }

    /// New keys for an offer, the preferred suite first.
    static List<CryptoAttribute> offer(SecureRandom random) {
        List<CryptoAttribute> out = new ArrayList<>();
        for (SrtpSuite suite : Suites.OFFERED) {
            out.add(new CryptoAttribute(out.size() + 1, SrtpKeys.generate(suite, random)));
        }
        return out;
    }

    private static List<CryptoAttribute> usable(MediaDescription medium) {
        List<CryptoAttribute> out = new ArrayList<>();
        for (String value : medium.attributes("crypto")) {
            try {
                CryptoAttribute.parse(value).ifPresent(out::add);
            } catch (SdpException _) {
                // A broken line is one that we can't use; the others may do (RFC 4568 §7.1.2).
            }
        }
        return out;
    }
}
