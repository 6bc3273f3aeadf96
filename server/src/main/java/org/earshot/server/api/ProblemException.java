package org.earshot.server.api;

/// A request that is answered with a problem (RFC 9457).
final class ProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status of HTTP
    /// @param detail a plain sentence for whoever asked
    ProblemException(int status, String detail) {
        super(detail);
        this.status = status;
    }

    int status() {
        return status;
    }
}
