package org.earshot.server.people;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.earshot.common.account.AccountName;
import org.earshot.common.account.InvalidAccountNameException;

/// Names in addresses for groups that people have called something. Pure.
final class GroupNames {
    /// So many are tried, the first one without a number.
    static final int TRIES = 50;

    private static final int LONGEST = 40;
    private static final String NAMELESS = "group";
    private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^-+|-+$");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private GroupNames() {}

    /// The names that may serve, the best first: `the-team`, `the-team-2` and so on. Each is one that an account could have.
    static Stream<AccountName> of(String displayName) {
        String base = base(displayName);
        return IntStream.rangeClosed(1, TRIES)
                .mapToObj(i -> new AccountName(i == 1 ? base : base + "-" + i));
    }

    private static String base(String displayName) {
        String plain =
                displayName
                        .toLowerCase(Locale.ROOT)
                        .replace("ä", "ae")
                        .replace("ö", "oe")
                        .replace("ü", "ue")
                        .replace("ß", "ss");
        String letters =
                MARKS.matcher(Normalizer.normalize(plain, Normalizer.Form.NFKD)).replaceAll("");
        String name = EDGES.matcher(OTHER.matcher(letters).replaceAll("-")).replaceAll("");
        String cut =
                EDGES.matcher(name.substring(0, Math.min(name.length(), LONGEST))).replaceAll("");
        // numbers are what people dial; and what is reserved is nobody's with a number behind it
        // either
        return cut.chars().anyMatch(Character::isLetter) && isFree(cut)
                ? cut
                : EDGES.matcher(NAMELESS + "-" + cut).replaceAll("");
    }

    private static boolean isFree(String name) {
        try {
            return !AccountName.of(name).value().isEmpty();
        } catch (InvalidAccountNameException _) {
            return false;
        }
    }
}
