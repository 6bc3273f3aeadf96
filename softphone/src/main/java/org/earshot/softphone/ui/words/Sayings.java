package org.earshot.softphone.ui.words;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sentences of the phone's and the server's code, which are English and may have numbers and names in them, in another language: `sayings.properties` has them as they
/// come, `sayings_de.properties` in German, with `{0}`, `{1}` … for what differs. Immutable.
final class Sayings {
    private static final String BUNDLE = "org.earshot.softphone.ui.words.sayings";

    private static final Pattern PLACE = Pattern.compile("\\{([0-9])}");

    private final List<Saying> all;

    /// @param places which value each group of the pattern is
    private record Saying(Pattern pattern, List<Integer> places, String words, int letters) {
        static Saying of(String english, String words) {
            StringBuilder pattern = new StringBuilder();
            List<Integer> places = new ArrayList<>();
            Matcher place = PLACE.matcher(english);
            int at = 0;
            while (place.find()) {
                pattern.append(Pattern.quote(english.substring(at, place.start()))).append("(.+?)");
                places.add(Integer.valueOf(place.group(1)));
                at = place.end();
            }
            pattern.append(Pattern.quote(english.substring(at)));
            return new Saying(
                    Pattern.compile(pattern.toString()),
                    List.copyOf(places),
                    words,
                    PLACE.matcher(english).replaceAll("").length());
        }

        Optional<String> say(String reason, UnaryOperator<String> inner) {
            Matcher found = pattern.matcher(reason);
            if (!found.matches()) {
                return Optional.empty();
            }
            Object[] values = new Object[10];
            for (int i = 0; i < places.size(); i++) {
                values[places.get(i)] = inner.apply(found.group(i + 1));
            }
            return Optional.of(Texts.fill(words, values));
        }
    }

    /// Those of a language.
    Sayings(Locale language) {
        ResourceBundle english = Texts.bundle(BUNDLE, Locale.ENGLISH);
        ResourceBundle other = Texts.bundle(BUNDLE, language);
        // of two that fit, the one that says more
        all =
                Collections.list(english.getKeys()).stream()
                        .map(key -> Saying.of(english.getString(key), other.getString(key)))
                        .sorted(Comparator.comparingInt(Saying::letters).reversed())
                        .toList();
    }

    /// The same in the language.
    ///
    /// @param inner says what stands in a place, which may be a sentence too
    /// @return empty: it is none of these
    Optional<String> say(String reason, UnaryOperator<String> inner) {
        return all.stream()
                .map(saying -> saying.say(reason, inner))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
