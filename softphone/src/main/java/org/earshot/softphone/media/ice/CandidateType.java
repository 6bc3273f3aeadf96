package org.earshot.softphone.media.ice;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How an address was found (RFC 8445 §5.1.1), with the preference that RFC 8445 §5.1.2.2 recommends: what needs no help first.
public enum CandidateType {
    /// Of a network interface.
    HOST("host", 126),
    /// Seen in a check, by us or the other side.
    PEER_REFLEXIVE("prflx", 110),
    /// As a STUN server sees us, so that of a router in front.
    SERVER_REFLEXIVE("srflx", 100),
    /// Of a TURN server, which hands on.
    RELAYED("relay", 0);

    private final String token;
    private final int preference;

    CandidateType(String token, int preference) {
        this.token = token;
        this.preference = preference;
    }

    /// As SDP writes it (RFC 8839 §5.1).
    public String token() {
        return token;
    }

    /// The type that SDP names so; empty for one that is not known.
    public static Optional<CandidateType> of(String token) {
        String wanted = token.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(type -> type.token.equals(wanted)).findFirst();
    }

    /// Of a candidate (RFC 8445 §5.1.2.1).
    ///
    /// @param localPreference 0–65535, the greater the better; another one for each address of ours
    long priority(int localPreference, Component component) {
        return ((long) preference << 24) + ((long) localPreference << 8) + (256 - component.id());
    }
}
