package org.earshot.common.login;

/// A login is not accepted; the message does not say what was wrong with it.
public final class LoginRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoginRefusedException(String message) {
        super(message);
    }
}
