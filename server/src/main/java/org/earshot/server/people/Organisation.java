package org.earshot.server.people;

import java.util.Optional;

/// The organisation's own logins, by which people show who they are. Calls block, for some seconds where these are away.
public interface Organisation {

    /// Whether a password is right.
    ///
    /// @param name of an account that there is, or may be
    /// @param password not empty; kept nowhere
    /// @return empty: it is not, or nobody there has that name
    /// @throws AwayException if that can't be known now
    Optional<Member> prove(String name, String password) throws AwayException;

    /// Says that an account is somebody's from now on.
    void link(String name, Member member);

    /// Somebody whose password was right.
    ///
    /// @param id by which the organisation knows them
    /// @param displayName fit to be shown, or ""
    /// @param objection why they can't have the account of that name; empty: they can
    /// @param linked whether the account is theirs already
    record Member(String id, String displayName, Optional<String> objection, boolean linked) {}

    /// It can't be asked now.
    final class AwayException extends Exception {
        private static final long serialVersionUID = 1L;

        /// @param words for the log
        public AwayException(String words, Throwable cause) {
            super(words, cause);
        }
    }
}
