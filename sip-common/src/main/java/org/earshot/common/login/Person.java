package org.earshot.common.login;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Somebody with a role. It is theirs for good: another role is another name.
///
/// @param name 1–64 of `a-z 0-9 . _ -`, a letter first; never given to anybody else
/// @param appointedBy who made them so, in words
/// @param removedAt when they lost it
public record Person(
        UUID id,
        String name,
        Role role,
        Instant appointedAt,
        String appointedBy,
        Optional<Instant> removedAt) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,63}");
    private static final int LONGEST_WORDS = 255;

    /// @throws IllegalArgumentException that says what a name may be
    public Person {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a person has 1 to 64 of a-z 0-9 . _ -, a letter first");
        }
        if (appointedBy.length() > LONGEST_WORDS) {
            throw new IllegalArgumentException("appointedBy is too long");
        }
    }

    /// Whether they may still do what the role allows.
    public boolean isActive() {
        return removedAt.isEmpty();
    }

    /// Such as `olga (officer)`.
    public String words() {
        return name + " (" + role.text() + ")";
    }
}
