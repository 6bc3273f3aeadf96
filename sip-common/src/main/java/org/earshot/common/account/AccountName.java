package org.earshot.common.account;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The user part of an account's address: 1–64 characters of `a-z 0-9 . _ - +`, beginning and ending with a letter
/// or a digit (a telephone number begins with `+`).
///
/// Letters of other scripts are refused because some look like ours (RFC 8265 leaves that to us), and names that
/// people take for the organisation itself are reserved, also when they are written with digits that look like letters.
///
/// @param value the name, in lower case
public record AccountName(String value) {
    private static final Pattern ALLOWED =
            Pattern.compile("[+a-z0-9](?:[a-z0-9._+-]{0,62}[a-z0-9])?");

    /// The server's own: it answers to what is written there.
    public static final String SERVICE = "earshot";

    private static final Set<String> RESERVED =
            Set.of(
                    "root",
                    "admin",
                    "administrator",
                    "system",
                    SERVICE,
                    "postmaster",
                    "hostmaster",
                    "webmaster",
                    "abuse",
                    "security",
                    "compliance",
                    "officer",
                    "auditor",
                    "operator",
                    "anonymous",
                    "unknown",
                    "nobody",
                    "everyone",
                    "emergency",
                    "sos",
                    "112",
                    "911");

    private static final Set<String> RESERVED_LOOKS =
            RESERVED.stream().map(AccountName::reservedLook).collect(Collectors.toSet());

    public AccountName {
        if (!value.equals(value.toLowerCase(Locale.ROOT))) {
            throw new InvalidAccountNameException(value + ": account names are in lower case");
        }
        if (!ALLOWED.matcher(value).matches() || value.equals("+") || value.contains("..")) {
            throw new InvalidAccountNameException(
                    value
                            + ": an account name has 1 to 64 of a-z 0-9 . _ - + and begins and ends with a letter or digit");
        }
        if (RESERVED_LOOKS.contains(reservedLook(value))) {
            throw new InvalidAccountNameException(
                    value + ": is reserved, or looks like a reserved name");
        }
    }

    /// The name that a new account gets when it is asked for as `text`: in lower case.
    ///
    /// @throws InvalidAccountNameException if that is not allowed
    public static AccountName of(String text) {
        return new AccountName(text.toLowerCase(Locale.ROOT));
    }

    /// What the name looks like: two names with the same look are confusable, and only the first can have an account.
    public String look() {
        return look(value);
    }

    private static String look(String name) {
        return name.replace('0', 'o')
                .replace('1', 'l')
                .replace('_', '-')
                .replace("rn", "m")
                .replace("vv", "w");
    }

    // coarser than for people: `adm1n` is nobody's name, while Mai and Mal are two
    private static String reservedLook(String name) {
        return look(name).replace('i', 'l').replace("-", "").replace(".", "");
    }

    @Override
    public String toString() {
        return value;
    }
}
