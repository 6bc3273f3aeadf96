package org.earshot.server.admin;

/// A command that can't be done; the message says what to do about it.
public sealed class AdminException extends RuntimeException
        permits NoAnswerYetException, NotAllowedException {
    private static final long serialVersionUID = 1L;

    public AdminException(String message) {
        super(message);
    }
}
