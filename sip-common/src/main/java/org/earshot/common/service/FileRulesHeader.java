package org.earshot.common.service;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.earshot.common.file.ContentRules;
import org.earshot.common.file.ExecutableNames;

/// Which files an organisation lets its phones send and take, in the 200 to a REGISTER over TLS of a phone that asked by the word
/// [#WANTED] in `Earshot-Wants`:
///
///     Earshot-Files: blocked=programs.iso;programs=refuse;archives=check
///
/// `blocked` has how names end that are refused, with dots between them; `programs` among them stands for all of [ExecutableNames].
/// `programs` says of content (`allow` or `refuse`), `archives` whether phones look into these (`check` or `ignore`). Words that we don't
/// know are passed over.
public final class FileRulesHeader {
    /// In a 200 to REGISTER.
    public static final String NAME = "Earshot-Files";

    /// The word in `Earshot-Wants`.
    public static final String WANTED = "files";

    /// In a list of endings: all of [ExecutableNames].
    public static final String PROGRAMS = "programs";

    /// How long the value may be, in characters: all headers of a message together may have 16 kB.
    public static final int LONGEST = 4000;

    private static final String BLOCKED = "blocked=";
    private static final String CONTENT = "programs=";
    private static final String ARCHIVES = "archives=";
    private static final String ALLOW = "allow";
    private static final String REFUSE = "refuse";
    private static final String CHECK = "check";
    private static final String IGNORE = "ignore";
    private static final Pattern ENDING = Pattern.compile("[a-z0-9_-]{1,32}");

    private FileRulesHeader() {}

    /// The value of the header.
    ///
    /// @param rules whose endings have letters, digits, `-` and `_` alone
    public static String text(ContentRules rules) {
        Set<String> endings = new TreeSet<>(rules.endings());
        if (endings.containsAll(ExecutableNames.ENDINGS)) {
            endings.removeAll(ExecutableNames.ENDINGS);
            endings.add(PROGRAMS);
        }
        return BLOCKED
                + String.join(".", endings)
                + ";"
                + CONTENT
                + (rules.programs() ? ALLOW : REFUSE)
                + ";"
                + ARCHIVES
                + (rules.archives() ? CHECK : IGNORE);
    }

    /// Reads the value of the header. Where a word stands twice, the stricter one counts; what can't be understood is no permission.
    ///
    /// @return empty where it does not say all three, the names in a way that can be understood
    public static Optional<ContentRules> parse(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<Set<String>> blocked = Optional.empty();
        Optional<Boolean> programs = Optional.empty();
        Optional<Boolean> ignored = Optional.empty();
        for (String word : value.toLowerCase(Locale.ROOT).split(";", -1)) {
            String bare = word.replaceAll("\\s", "");
            if (bare.startsWith(BLOCKED)) {
                Optional<Set<String>> more = endings(bare.substring(BLOCKED.length()));
                if (more.isEmpty()) {
                    return Optional.empty();
                }
                blocked.ifPresent(more.get()::addAll);
                blocked = more;
            } else if (bare.startsWith(CONTENT)) {
                programs = Optional.of(bare.equals(CONTENT + ALLOW) && programs.orElse(true));
            } else if (bare.startsWith(ARCHIVES)) {
                ignored = Optional.of(bare.equals(ARCHIVES + IGNORE) && ignored.orElse(true));
            }
        }
        if (blocked.isEmpty() || programs.isEmpty() || ignored.isEmpty()) {
            return Optional.empty(); // what was cut off would let in more than was meant
        }
        return Optional.of(new ContentRules(blocked.get(), programs.get(), !ignored.get()));
    }

    /// @return empty where one is none
    private static Optional<Set<String>> endings(String list) {
        Set<String> endings = new HashSet<>();
        if (list.isEmpty()) {
            return Optional.of(endings);
        }
        for (String ending : list.split("\\.", -1)) {
            if (ending.equals(PROGRAMS)) {
                endings.addAll(ExecutableNames.ENDINGS);
            } else if (ENDING.matcher(ending).matches()) {
                endings.add(ending);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(endings);
    }
}
