package org.earshot.proxy.archive;

/// The event could not be made part of the record: answer 503 with Retry-After, and don't do what it tells of.
public class ArchiveUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ArchiveUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
