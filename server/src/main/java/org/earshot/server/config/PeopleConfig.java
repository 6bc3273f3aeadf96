package org.earshot.server.config;

/// What people do for themselves by their phones, on `https.listen`; the section `people`.
///
/// @param signUp who may make an account
/// @param groups who may make groups
public record PeopleConfig(SignUp signUp, Groups groups) {

    /// Who may make groups to write to.
    public enum Groups {
        /// Everybody with an account, by their phones; and administrators.
        STAFF,
        /// Administrators alone (`admin group add`). Owners change theirs all the same.
        ADMINISTRATORS
    }

    /// Who may sign up.
    public enum SignUp {
        /// Whoever has an invitation of an administrator.
        INVITATION,
        /// Everybody who reaches the server.
        OPEN,
        /// Whoever the directory of [LdapConfig] knows, by the password there; others by invitation.
        LDAP,
        /// Nobody: administrators make accounts.
        CLOSED
    }

    /// By invitation; staff make groups.
    static PeopleConfig standard() {
        return new PeopleConfig(SignUp.INVITATION, Groups.STAFF);
    }
}
