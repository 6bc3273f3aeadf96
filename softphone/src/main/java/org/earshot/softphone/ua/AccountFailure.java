package org.earshot.softphone.ua;

/// Why something about an account was not done: what stages of [AccountService] and [Enrolment] fail with. The message is a sentence for
/// the user.
public final class AccountFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /// What kind of trouble.
    public enum Trouble {
        /// Nobody is logged in, or the server has not said where it serves phones.
        NOT_LOGGED_IN,
        /// The server can't be reached, or asks for a pause.
        PASSING,
        /// The server is not the one that it should be, as far as its certificate says.
        NOT_TRUSTED,
        /// The name or the password is not the right one. After a sign-up: the name can't be had.
        WRONG_PASSWORD,
        /// Something that was typed or chosen can't be taken; the words say what.
        NOT_ACCEPTED,
        /// The server's rules are against it, or the link has been used or is over.
        NOT_ALLOWED,
        /// There is no such thing.
        GONE,
        /// It would fail again.
        BROKEN
    }

    private final Trouble trouble;

    /// @param words for the user
    public AccountFailure(Trouble trouble, String words) {
        super(words);
        this.trouble = trouble;
    }

    /// Of which kind.
    public Trouble trouble() {
        return trouble;
    }
}
