package org.earshot.server.ldap;

import java.util.Optional;

/// Somebody in the directory, as far as an account goes.
///
/// @param name of the account, fit for one
/// @param displayName fit to be shown; "" where the directory says none
/// @param id by which the directory knows the entry, whatever it is called; "" where it has none
/// @param picture SHA-256 of the picture there, in hex
record LdapPerson(String name, String displayName, String id, Optional<String> picture) {

    /// An entry that can't have an account.
    ///
    /// @param name of an account that may be its, or ""
    /// @param who the entry, fit to be shown
    record Refused(String name, String who, String why) {
        @Override
        public String toString() {
            return who + ": " + why;
        }
    }
}
