package org.earshot.server.backup;

/// A backup can't be made or put back; the message says why, and what to do.
public final class BackupFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    BackupFailedException(String message) {
        super(message);
    }

    BackupFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
