package org.earshot.common.db;

/// This database can't be used until somebody changes something: the server must not start. The message says what, and
/// is meant for the operator.
public final class DatabaseRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseRefusedException(String message) {
        super(message);
    }

    public DatabaseRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
