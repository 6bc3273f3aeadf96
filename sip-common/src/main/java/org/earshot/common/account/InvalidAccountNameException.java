package org.earshot.common.account;

/// A name that no account may have; the message says which rule it breaks, and is meant for the administrator.
public final class InvalidAccountNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidAccountNameException(String message) {
        super(message);
    }
}
