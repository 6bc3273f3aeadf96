package org.earshot.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.earshot.common.config.ConfigException;
import org.earshot.common.relay.RelayOffer;
import org.earshot.common.relay.RelaySecret;
import org.earshot.common.relay.RelayUri;

/// STUN and TURN servers for calls between networks; the section `relay`.
///
/// @param uris such as `turn:turn.example.org:3478?transport=udp`, in the order in which phones should try them
/// @param secretFile holds what the TURN server has as `static-auth-secret`; there exactly where a TURN server is
/// @param lifetime how long a phone's credential holds
public record RelayConfig(List<String> uris, Optional<Path> secretFile, Duration lifetime) {
    /// A phone renews it when half of this is over.
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    /// A deleted account's phone gets into the TURN server for as long.
    private static final Duration LONGEST = Duration.ofHours(24);

    public RelayConfig {
        uris = uris.stream().map(String::strip).toList();
        List<RelayUri> parsed = uris.stream().map(RelayConfig::parse).toList();
        if (parsed.size() > RelayOffer.MOST) {
            throw new ConfigException(
                    "relay.uris", "takes " + RelayOffer.MOST + " at most: phones try them all");
        }
        if (new HashSet<>(parsed).size() < parsed.size()) {
            throw new ConfigException("relay.uris", "has one of them twice");
        }
        boolean needed = parsed.stream().anyMatch(uri -> uri.scheme().needsCredential());
        if (needed && secretFile.isEmpty()) {
            throw new ConfigException(
                    "relay.secretFile",
                    "is missing: relay.uris names a TURN server, which lets in by a secret");
        }
        if (!needed && secretFile.isPresent()) {
            throw new ConfigException(
                    "relay.secretFile", "is for TURN servers, and relay.uris names none");
        }
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new ConfigException("relay.lifetime", "must be 10m to 24h");
        }
    }

    private static RelayUri parse(String uri) {
        try {
            return RelayUri.parse(uri);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("relay.uris", e.getMessage());
        }
    }

    /// What phones are told. Reads the secret.
    ///
    /// @throws ConfigException if that can't be used
    public RelayOffer offer() {
        return new RelayOffer(
                uris.stream().map(RelayConfig::parse).toList(),
                secretFile.map(file -> SecretFile.read("relay.secretFile", file, RelaySecret::of)),
                lifetime);
    }

    /// Whether credentials are to go to phones.
    public boolean hasSecret() {
        return secretFile.isPresent();
    }
}
