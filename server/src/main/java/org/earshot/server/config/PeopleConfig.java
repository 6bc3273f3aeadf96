package org.earshot.server.config;

/// What people do for themselves by their phones, on `https.listen`; the section `people`.
///
/// @param signUp who may make an account
public record PeopleConfig(SignUp signUp) {

    /// Who may sign up.
    public enum SignUp {
        /// Whoever has an invitation of an administrator.
        INVITATION,
        /// Everybody who reaches the server.
        OPEN,
        /// Nobody: administrators make accounts.
        CLOSED
    }

    /// By invitation.
    static PeopleConfig standard() {
        return new PeopleConfig(SignUp.INVITATION);
    }
}
