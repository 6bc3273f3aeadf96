package org.earshot.softphone.app;

/// The phone can't start; the message is for the user.
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message, null, false, false);
    }
}
