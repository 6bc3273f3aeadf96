package org.earshot.server.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.common.auth.Passwords;

/// What a password must be that somebody chooses: long, and not among the first that are tried (NIST SP 800-63B §5.1.1.2 asks for no more).
/// Pure.
final class PasswordRules {
    static final int SHORTEST = 10;
    private static final int LEAST_DIFFERENT = 5;
    private static final int SHORTEST_NAME = 3;
    private static final int SHORTEST_PIECE = 4;

    /// What fingers run along, one way or the other.
    private static final List<String> ROWS =
            List.of(
                    "01234567890123456789",
                    "abcdefghijklmnopqrstuvwxyz",
                    "qwertyuiopasdfghjklzxcvbnm",
                    "qwertzuiopasdfghjklyxcvbnm",
                    "azertyuiopqsdfghjklmwxcvbn",
                    "1q2w3e4r5t6y7u8i9o0p",
                    "1qaz2wsx3edc4rfv5tgb6yhn7ujm");

    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    private static Set<String> common() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                PasswordRules.class.getResourceAsStream("common-passwords.txt"),
                                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is wrong with a password, in a sentence for whoever chose it.
    ///
    /// @param about what others know: the account's name, what people call its owner, the domain
    static Optional<String> objection(String password, String... about) {
        try {
            Passwords.check(password);
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of("a password has at least " + SHORTEST + " characters");
        }
        if (password.codePoints().distinct().count() < LEAST_DIFFERENT) {
            return Optional.of(
                    "this password has fewer than " + LEAST_DIFFERENT + " different characters");
        }
        String letters = password.toLowerCase(Locale.ROOT);
        if (isLittleMoreThan(letters, about)) {
            return Optional.of("this password is little more than a name that others know");
        }
        if (COMMON.contains(plain(letters)) || COMMON.contains(letters)) {
            return Optional.of("this password is one of those that are tried first");
        }
        if (isAlongRows(letters) || isAlongRows(new StringBuilder(letters).reverse().toString())) {
            return Optional.of(
                    "this password runs along the keyboard, the alphabet or the numbers");
        }
        return Optional.empty();
    }

    /// Whether what is left without all names is too little.
    private static boolean isLittleMoreThan(String password, String... about) {
        String left = password;
        for (String word : Stream.of(about).flatMap(PasswordRules::words).toList()) {
            left = left.replace(word, "");
        }
        return left.length() < password.length()
                && left.codePoints().filter(Character::isLetterOrDigit).count()
                        < SHORTEST - SHORTEST_NAME;
    }

    /// The whole first.
    private static Stream<String> words(String known) {
        return Stream.concat(Stream.of(known), Stream.of(known.split("[^\\p{L}\\p{N}]+", -1)))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= SHORTEST_NAME);
    }

    /// Without what people put behind a word, and with letters where they put digits and signs.
    private static String plain(String password) {
        return password.replaceFirst("[^\\p{L}]+$", "")
                .replace('0', 'o')
                .replace('1', 'i')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('5', 's')
                .replace('7', 't')
                .replace('@', 'a')
                .replace('$', 's')
                .replace('!', 'i');
    }

    /// Nothing but pieces of four and more of rows.
    private static boolean isAlongRows(String password) {
        int at = 0;
        while (at < password.length()) {
            int end = at;
            while (end < password.length() && isInARow(password.substring(at, end + 1))) {
                end++;
            }
            if (end - at < SHORTEST_PIECE) {
                return false;
            }
            at = end;
        }
        return true;
    }

    private static boolean isInARow(String piece) {
        return ROWS.stream().anyMatch(row -> row.contains(piece));
    }
}
