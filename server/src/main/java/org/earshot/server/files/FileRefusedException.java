package org.earshot.server.files;

/// What the store does not do. Says to the phone why, in words that its user may read.
public final class FileRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status of HTTP, 400–599
    FileRefusedException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /// Of HTTP.
    int status() {
        return status;
    }
}
