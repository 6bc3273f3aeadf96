package org.earshot.common.login;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody is there for.
public enum Role {
    /// Runs the server, and never reads what was written.
    ADMINISTRATOR,
    /// Compliance officer: may read what was written, and says who else may.
    OFFICER,
    /// Sees what happened and checks that the record is whole; changes nothing, and reads nothing of what was written.
    AUDITOR;

    /// As it is typed, stored and recorded.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What [#text] gave.
    public static Optional<Role> of(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
