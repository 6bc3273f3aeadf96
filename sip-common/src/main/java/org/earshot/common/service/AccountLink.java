package org.earshot.common.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A link that an administrator gives to somebody, to be opened once by a phone:
///
///     earshot://invite/example.org?service=https://example.org:8443&secret=…&ca=…&name=alice
///     earshot://reset/example.org?service=https://example.org:8443&secret=…&ca=…&name=alice
///
/// Whoever has it can do what it is for, so it is a secret; [#toString] does not show that.
///
/// @param kind what it is for
/// @param domain of the accounts
/// @param service where the server serves phones by HTTPS, `https://HOST` or `https://HOST:PORT`
/// @param secret 16 to 64 letters and digits, `-` and `_`
/// @param authority SHA-256 of the key (SubjectPublicKeyInfo) of the authority that signed the server's certificate, 64 hex digits in
///     lower case; empty: one whom the system trusts
/// @param name of the account: of an invitation the only one that it is for; empty: any
public record AccountLink(
        Kind kind,
        String domain,
        URI service,
        String secret,
        Optional<String> authority,
        Optional<String> name) {
    private static final String SCHEME = "earshot";
    private static final int LONGEST = 2000;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{16,64}");
    private static final Pattern AUTHORITY = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9._+-]{1,64}");
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]");

    /// What it is for.
    public enum Kind {
        /// A new account.
        INVITE("invite"),
        /// A new password.
        RESET("reset");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    public AccountLink {
        check(DOMAIN.matcher(domain).matches(), "it names no domain");
        check(
                ServiceHeader.parse(ServiceHeader.text(service)).equals(Optional.of(service)),
                "it names no server by HTTPS");
        check(SECRET.matcher(secret).matches(), "a part of it is missing");
        check(
                authority.map(text -> AUTHORITY.matcher(text).matches()).orElse(true),
                "the authority's key in it is damaged");
        check(
                name.map(text -> NAME.matcher(text).matches()).orElse(true),
                "the name in it is none");
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException("this is no whole link: " + what);
        }
    }

    /// Reads a link, with whatever blanks stand around it.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    public static AccountLink parse(String typed) {
        String text = typed.strip();
        check(text.length() <= LONGEST, "it is too long");
        check(text.chars().noneMatch(Character::isISOControl), "it is damaged");
        for (Kind kind : Kind.values()) {
            String start = SCHEME + "://" + kind.word + "/";
            if (text.regionMatches(true, 0, start, 0, start.length())) {
                return parse(kind, text.substring(start.length()));
            }
        }
        throw new IllegalArgumentException(
                "this is no link for an account: one begins with earshot://invite/ or earshot://reset/");
    }

    private static AccountLink parse(Kind kind, String rest) {
        int question = rest.indexOf('?');
        check(question > 0, "a part of it is missing");
        Map<String, String> fields = new HashMap<>();
        for (String field : rest.substring(question + 1).split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), decoded(field.substring(equals + 1)));
            }
        }
        try {
            return new AccountLink(
                    kind,
                    decoded(rest.substring(0, question)).toLowerCase(Locale.ROOT),
                    new URI(fields.getOrDefault("service", "")),
                    fields.getOrDefault("secret", ""),
                    Optional.ofNullable(fields.get("ca"))
                            .map(text -> text.toLowerCase(Locale.ROOT)),
                    Optional.ofNullable(fields.get("name")));
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException(
                    "this is no whole link: it names no server by HTTPS");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("this is no whole link: it is damaged");
        }
    }

    /// The link itself, with its secret.
    public String text() {
        StringBuilder text =
                new StringBuilder(SCHEME + "://" + kind.word + "/")
                        .append(domain)
                        .append("?service=")
                        .append(encoded(service.toString()))
                        .append("&secret=")
                        .append(secret);
        authority.ifPresent(key -> text.append("&ca=").append(key));
        name.ifPresent(of -> text.append("&name=").append(encoded(of)));
        return text.toString();
    }

    /// Colons and slashes may stand in a query (RFC 3986 §3.4), and people can read what they can see.
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("%3A", ":")
                .replace("%2F", "/");
    }

    @Override
    public String toString() {
        return "AccountLink[" + kind + " at " + service + "]";
    }
}
