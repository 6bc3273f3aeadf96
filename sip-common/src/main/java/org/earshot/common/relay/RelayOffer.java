package org.earshot.common.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;

/// The STUN and TURN servers of a domain, and how its people get into them; and its relay for files.
///
/// @param uris at most [#MOST], in the order in which phones should try them
/// @param secret there where one of them needs a credential
/// @param lifetime how long a credential holds
/// @param files where it has one; its people get in by their passwords
public record RelayOffer(
        List<RelayUri> uris,
        Optional<RelaySecret> secret,
        Duration lifetime,
        Optional<FileRelay> files) {
    /// More servers than these are told, and taken, by nobody.
    public static final int MOST = 8;

    /// A domain without any.
    public static final RelayOffer NONE =
            new RelayOffer(List.of(), Optional.empty(), Duration.ofHours(12));

    public RelayOffer {
        uris = List.copyOf(uris);
        if (uris.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " STUN and TURN servers");
        }
        if (secret.isEmpty() && uris.stream().anyMatch(uri -> uri.scheme().needsCredential())) {
            throw new IllegalArgumentException("a TURN server without a secret");
        }
    }

    /// Without a relay for files.
    public RelayOffer(List<RelayUri> uris, Optional<RelaySecret> secret, Duration lifetime) {
        this(uris, secret, lifetime, Optional.empty());
    }

    /// The same with a relay for files, or without.
    public RelayOffer withFiles(Optional<FileRelay> relay) {
        return new RelayOffer(uris, secret, lifetime, relay);
    }

    /// What an account's phone may use from now on.
    ///
    /// @param confidential whether nobody can read the way to the phone: over others no credential goes
    public List<Relay> to(AddressOfRecord account, boolean confidential, Instant now) {
        String name = account.user() + "@" + account.domain();
        Optional<RelayCredential> credential =
                secret.filter(_ -> confidential)
                        .map(known -> known.credential(name, now.plus(lifetime)));
        return uris.stream()
                .filter(uri -> confidential || !uri.scheme().needsCredential())
                .map(uri -> new Relay(uri, credential.filter(_ -> uri.scheme().needsCredential())))
                .toList();
    }
}
