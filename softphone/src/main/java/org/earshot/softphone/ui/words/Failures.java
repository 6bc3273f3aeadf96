package org.earshot.softphone.ui.words;

import java.util.concurrent.CompletionException;

/// What the user is told when something did not work.
public final class Failures {
    private Failures() {}

    /// The sentence that an exception has for the user.
    public static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        String words = String.valueOf(cause.getMessage());
        return Sentence.of(words.equals("null") ? cause.getClass().getSimpleName() : Why.of(words));
    }
}
