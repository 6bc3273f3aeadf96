package org.earshot.common.login;

import java.time.Instant;

/// What is stored of somebody's login. Prints no secrets.
///
/// @param secrets sealed
/// @param lastStep of the last code that was accepted, 0 for none: it and those before serve no more
/// @param failures wrong logins since the last right one
/// @param failedAt when the last of them was
public record StoredLogin(
        Person person, Secrets secrets, long lastStep, int failures, Instant failedAt) {

    /// Both bound to the person: in another row they don't open.
    ///
    /// @param password the sealed hash
    /// @param totp the sealed secret of the codes
    public record Secrets(String password, String totp) {
        @Override
        public String toString() {
            return "Secrets[sealed]";
        }
    }
}
