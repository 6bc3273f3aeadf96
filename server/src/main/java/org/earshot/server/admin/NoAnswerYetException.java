package org.earshot.server.admin;

/// A server has the data folder, and answers no commands: it starts, or ends. Worth another try.
public final class NoAnswerYetException extends AdminException {
    private static final long serialVersionUID = 1L;

    public NoAnswerYetException(String message) {
        super(message);
    }
}
