package org.earshot.softphone.ui.words;

import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/// The window's words in the user's language: `texts.properties` is English, `texts_de.properties` German. Any thread.
public final class Texts {
    /// The languages that are complete, the one for everybody else first.
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private static final String BUNDLE = "org.earshot.softphone.ui.words.texts";

    /// Of the language that is the default when the window begins.
    private static final ResourceBundle WORDS = bundle(Locale.getDefault());

    private Texts() {}

    /// All words of a language; those of the first of [#LANGUAGES] where we have none in it.
    public static ResourceBundle bundle(Locale language) {
        return bundle(BUNDLE, language);
    }

    static ResourceBundle bundle(String name, Locale language) {
        // without it somebody with German as the system's language could not choose English
        return ResourceBundle.getBundle(
                name,
                language,
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /// The words of this key.
    ///
    /// @throws java.util.MissingResourceException for a key that is not there: a test finds those
    public static String get(String key) {
        return WORDS.getString(key);
    }

    /// The words of this key, with `{0}`, `{1}` … replaced by values. Nothing else is special in them: other people's words come in unchanged.
    public static String get(String key, Object... values) {
        return fill(get(key), values);
    }

    /// The same with words that are at hand.
    static String fill(String pattern, Object... values) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            boolean isPlace =
                    c == '{' && at + 2 < pattern.length() && pattern.charAt(at + 2) == '}';
            if (isPlace) {
                text.append(values[pattern.charAt(at + 1) - '0']);
                at += 3;
            } else {
                text.append(c);
                at++;
            }
        }
        return text.toString();
    }

    /// What stands between units and tenths.
    static char decimalSign() {
        return decimalSign(WORDS.getLocale());
    }

    /// The same in a language.
    static char decimalSign(Locale language) {
        return DecimalFormatSymbols.getInstance(language).getDecimalSeparator();
    }

    /// The words for a number of things: those of `key.one` or `key.many`, in which `{0}` is the number.
    public static String count(String key, long number) {
        return get(number == 1 ? key + ".one" : key + ".many", number);
    }
}
