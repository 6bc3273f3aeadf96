package org.earshot.common.key;

/// The key ring, or something made with it, can't be used: wrong modes, a broken file, a missing version, a
/// wrong password. The message is one line for the administrator and holds no secret.
public final class KeyRingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeyRingException(String message) {
        super(message);
    }

    public KeyRingException(String message, Throwable cause) {
        super(message, cause);
    }
}
