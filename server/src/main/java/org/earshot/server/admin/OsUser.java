package org.earshot.server.admin;

import com.sun.security.auth.module.UnixSystem;

/// A user of the operating system.
///
/// @param uid its number there
public record OsUser(String name, long uid) {

    /// Whose process this is.
    public static OsUser ofThisProcess() {
        UnixSystem system = new UnixSystem();
        return new OsUser(String.valueOf(system.getUsername()), system.getUid());
    }

    @Override
    public String toString() {
        return name + " (uid " + uid + ")";
    }
}
