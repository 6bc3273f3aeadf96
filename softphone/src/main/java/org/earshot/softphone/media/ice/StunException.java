package org.earshot.softphone.media.ice;

/// Bytes that are no STUN message (RFC 8489 §6.3): whoever receives them drops them.
public final class StunException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message what is wrong with them
    public StunException(String message) {
        super(message);
    }
}
