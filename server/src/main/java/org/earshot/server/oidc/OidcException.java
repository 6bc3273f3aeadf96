package org.earshot.server.oidc;

/// The provider did not say who somebody is; the message says why, without anything of a token or a code.
public final class OidcException extends Exception {
    private static final long serialVersionUID = 1L;

    OidcException(String message) {
        super(message);
    }

    OidcException(String message, Throwable cause) {
        super(message, cause);
    }
}
