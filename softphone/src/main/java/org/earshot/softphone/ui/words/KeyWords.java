package org.earshot.softphone.ui.words;

import java.util.Locale;

/// Names of keys as they stand on the keyboard of the window's language.
public final class KeyWords {
    private KeyWords() {}

    /// @param english such as `Ctrl+Shift+N`
    public static String of(String english) {
        return english.replace("Ctrl", Texts.get("key.ctrl"))
                .replace("Shift", Texts.get("key.shift"))
                .replace("Enter", Texts.get("key.enter"));
    }

    /// The keys of a button, whose letter is another one in each language.
    ///
    /// @param button the key of its text
    public static String alt(String button) {
        String pattern = Texts.get(button);
        int at = pattern.indexOf('&') + 1;
        return "Alt+" + pattern.substring(at, at + 1).toUpperCase(Locale.ROOT);
    }
}
