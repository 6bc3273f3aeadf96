package org.earshot.common.auth;

/// An Authorization header that is none: answer 400 (RFC 7616 §3.4).
final class MalformedCredentialsException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedCredentialsException(String reason) {
        super(reason, null, false, false);
    }
}
