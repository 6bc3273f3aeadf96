package org.earshot.common.key;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which key it was: every ciphertext and every signature carries it, or its version.
///
/// @param name its purpose
/// @param version 1 and up; the highest is the current one
public record KeyId(KeyName<?> name, int version) implements Comparable<KeyId> {
    private static final Pattern TEXT = Pattern.compile("([a-z-]{1,32})\\.([1-9][0-9]{0,8})");

    public KeyId {
        if (version < 1) {
            throw new IllegalArgumentException("version " + version);
        }
    }

    /// Reads what [#toString] wrote; empty for anything else.
    public static Optional<KeyId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? KeyName.of(matcher.group(1))
                        .map(name -> new KeyId(name, Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(KeyId other) {
        return Comparator.comparing((KeyId id) -> id.name.toString())
                .thenComparingInt(KeyId::version)
                .compare(this, other);
    }

    /// Such as `credential.2`.
    @Override
    public String toString() {
        return name + "." + version;
    }
}
