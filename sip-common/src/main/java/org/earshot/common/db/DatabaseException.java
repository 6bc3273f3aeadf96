package org.earshot.common.db;

/// The database was reached, and refused what we asked: a bug, or a value that does not fit. Nothing was changed.
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
