package org.earshot.server.people;

/// It is not done, and why.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status of HTTP (RFC 9110 §15)
    /// @param words for people
    RefusedException(int status, String words) {
        super(words);
        this.status = status;
    }

    int status() {
        return status;
    }

    /// Something that somebody has typed or chosen can't be taken.
    static RefusedException unfit(String words) {
        return new RefusedException(422, words);
    }
}
