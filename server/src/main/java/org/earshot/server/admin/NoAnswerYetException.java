package org.earshot.server.admin;

/// A server has the data folder, and answers no commands: it starts, or ends. Worth another try.
public final class NoAnswerYetException extends AdminException {
    private static final long serialVersionUID = 1L;

    private final boolean serving;

    /// @param serving whether the server has said by then that it takes commands: whoever asked a moment before asks again
    public NoAnswerYetException(String message, boolean serving) {
        super(message);
        this.serving = serving;
    }

    boolean isServing() {
        return serving;
    }
}
