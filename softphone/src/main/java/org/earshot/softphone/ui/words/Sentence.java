package org.earshot.softphone.ui.words;

/// A reason in the user agent's words, as a sentence for a person.
public final class Sentence {

    private Sentence() {}

    /// `Wrong password.` of `wrong password`.
    public static String of(String reason) {
        if (reason.isBlank()) {
            return "";
        }
        String text = reason.strip();
        String end = ".!?".indexOf(text.charAt(text.length() - 1)) < 0 ? "." : "";
        return capital(text) + end;
    }

    /// The same, with a capital.
    public static String capital(String text) {
        int first = text.codePointAt(0);
        return Character.toString(Character.toUpperCase(first))
                + text.substring(Character.charCount(first));
    }
}
