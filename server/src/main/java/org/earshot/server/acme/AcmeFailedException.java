package org.earshot.server.acme;

/// The authority gave no certificate; the message says why and what to do.
final class AcmeFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    AcmeFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    AcmeFailedException(String message) {
        super(message);
    }
}
