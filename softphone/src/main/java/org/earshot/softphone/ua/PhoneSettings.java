package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.earshot.common.relay.Relay;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.dtls.DtlsIdentity;

/// How a phone behaves.
///
/// @param instanceId `urn:uuid:…`, the same for this phone for ever (RFC 5626 §4.1)
/// @param plainFallback whether a call that the other side can't take encrypted is tried once more
///     without encryption
/// @param encryptionRequired whether a call that turns out not to be encrypted ends
/// @param registrationExpires what we ask for
/// @param silenceLimit a call that hears nothing at all for so long ends
/// @param quietLimit   the same where the other side has said that it is silent: then the call ends when not even its reports came for so
///     long
/// @param packetMillis how much audio is wished for in a packet: 10, 20, 40 or 60 ms; fewer is less delay and more packets
/// @param keepsHistory whether what was written before is wanted: a phone that forgets it at its end would get it each time
/// @param reportsQuality whether our server is told at the end of a call how it was heard (RFC 6035)
/// @param wishes for how audio travels
/// @param keyAgreement how the keys of our own calls are agreed
/// @param certificate our certificate for DTLS; empty: we can't do that
/// @param ice whether calls look for a way through routers
/// @param relays STUN and TURN servers that calls may use before those that the account's server names
public record PhoneSettings(
        String instanceId,
        boolean plainFallback,
        boolean encryptionRequired,
        Duration registrationExpires,
        Duration silenceLimit,
        Duration quietLimit,
        int packetMillis,
        boolean keepsHistory,
        boolean reportsQuality,
        AudioWishes wishes,
        KeyAgreement keyAgreement,
        Optional<DtlsIdentity> certificate,
        IceUse ice,
        List<Relay> relays) {

    private static final Duration QUIET_LIMIT = Duration.ofMinutes(10);

    /// Without DTLS, with ICE where it may help, and with the usual limit for those who are silent.
    public PhoneSettings(
            String instanceId,
            boolean plainFallback,
            boolean encryptionRequired,
            Duration registrationExpires,
            Duration silenceLimit,
            int packetMillis,
            boolean keepsHistory,
            boolean reportsQuality,
            AudioWishes wishes) {
        this(
                instanceId,
                plainFallback,
                encryptionRequired,
                registrationExpires,
                silenceLimit,
                QUIET_LIMIT,
                packetMillis,
                keepsHistory,
                reportsQuality,
                wishes,
                KeyAgreement.SDES,
                Optional.empty(),
                IceUse.AUTO,
                List.of());
    }

    /// The same with DTLS.
    public PhoneSettings with(KeyAgreement agreement, DtlsIdentity own) {
        return with(agreement, Optional.of(own), ice, relays);
    }

    /// The same with ICE where it is wanted, and with STUN and TURN servers.
    public PhoneSettings with(IceUse use, List<Relay> servers) {
        return with(keyAgreement, certificate, use, servers);
    }

    private PhoneSettings with(
            KeyAgreement agreement, Optional<DtlsIdentity> own, IceUse use, List<Relay> servers) {
        return new PhoneSettings(
                instanceId,
                plainFallback,
                encryptionRequired,
                registrationExpires,
                silenceLimit,
                quietLimit,
                packetMillis,
                keepsHistory,
                reportsQuality,
                wishes,
                agreement,
                own,
                use,
                servers);
    }

    /// The usual.
    public static PhoneSettings of(String instanceId) {
        return new PhoneSettings(
                instanceId,
                false,
                false,
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                20,
                true,
                true,
                AudioWishes.NONE);
    }
}
