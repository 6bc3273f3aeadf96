package org.earshot.server.token;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.earshot.common.login.Role;

/// What a token may be used for. One for writing does not include the one for reading.
public enum Scope {
    /// Accounts, invitations, groups, contacts, who sees whom.
    PEOPLE_READ,
    PEOPLE_WRITE,
    /// Phones, calls, how they were heard, how the server is.
    LIVE_READ,
    LIVE_WRITE,
    /// Stored files and those that are held back; not what is in them.
    FILES_READ,
    FILES_WRITE,
    /// Facts of the record, without what was written.
    ARCHIVE_READ,
    /// Placing holds.
    ARCHIVE_WRITE,
    /// What was written, and what is in files.
    CONTENT_READ,
    /// What officers supervise by.
    REVIEWS_READ,
    /// Settings, and the server's own authority.
    CONFIGURATION_READ,
    CONFIGURATION_WRITE,
    /// Who tried what, who has which role, which tokens there are.
    SECURITY_READ,
    SECURITY_WRITE;

    private static final Set<Scope> OF_OFFICERS =
            EnumSet.of(ARCHIVE_WRITE, CONTENT_READ, REVIEWS_READ);

    /// As it is typed, stored and described, such as `people:read`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /// What [#text] gave.
    public static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text().equals(text)).findFirst();
    }

    /// Whether somebody of this role may have a token for it. That alone lets no command through: the role's own rules do.
    public boolean suits(Role role) {
        return switch (role) {
            case OFFICER -> true;
            case ADMINISTRATOR -> !OF_OFFICERS.contains(this);
            case AUDITOR -> name().endsWith("_READ") && this != CONTENT_READ;
        };
    }

    /// All that suit a role, in their order.
    public static Set<Scope> of(Role role) {
        return Arrays.stream(values())
                .filter(scope -> scope.suits(role))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    /// Some of them in one line, as a token's row has them.
    public static String words(Set<Scope> scopes) {
        return new TreeSet<>(scopes).stream().map(Scope::text).collect(Collectors.joining(" "));
    }

    /// What [#words] gave. One that a later version has made stands for nothing here.
    static Set<Scope> read(String words) {
        return Arrays.stream(words.split(" ", -1))
                .map(Scope::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }
}
