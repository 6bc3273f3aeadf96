package org.earshot.proxy.archive;

/// How the server knew who sent something.
public enum IdentityProof {
    /// By digest (RFC 8760) in this request.
    DIGEST("digest"),
    /// It came over a flow that the account had authenticated before.
    FLOW("flow"),
    /// It came from an address that the configuration trusts, which says who it is.
    TRUSTED_NETWORK("trusted-network"),
    /// It came from a trunk.
    TRUNK("trunk"),
    /// It was the server itself.
    SERVER("server");

    private final String text;

    IdentityProof(String text) {
        this.text = text;
    }

    /// As it stands in the record.
    String text() {
        return text;
    }
}
