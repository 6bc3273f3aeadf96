package org.earshot.softphone.ui.words;

import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.softphone.ua.Failure;

/// Reasons of the user agent, the server and the other phone in the window's language. Immutable.
public final class Why {
    /// A final answer of SIP, with words that say no more than the number.
    private static final Pattern STATUS =
            Pattern.compile("([3-6][0-9][0-9])(?: [A-Za-z][A-Za-z/ '-]{0,60})?");

    /// As `FileSize` says it.
    private static final Pattern SIZE = Pattern.compile("([0-9]+)(\\.[0-9])? (bytes|[kMGT]B)");

    /// What is longer, in characters, is no sentence of ours.
    private static final int LONGEST = 500;

    private static final Why HERE = new Why(Locale.getDefault());

    private final ResourceBundle texts;
    private final Sayings sayings;

    /// In this language.
    Why(Locale language) {
        texts = Texts.bundle(language);
        sayings = new Sayings(language);
    }

    /// What is neither a [Failure] nor a sentence of ours, such as another person's words, stays as it is; so does what stands behind a colon.
    public static String of(String reason) {
        return HERE.say(reason);
    }

    String say(String reason) {
        return reason.isEmpty() || reason.length() > LONGEST ? reason : parts(reason);
    }

    private String parts(String reason) {
        Optional<String> whole = whole(reason);
        if (whole.isPresent()) {
            return whole.get();
        }
        int colon = reason.indexOf(": ");
        return colon <= 0
                ? reason
                : whole(reason.substring(0, colon)).orElseGet(() -> reason.substring(0, colon))
                        + ": "
                        + parts(reason.substring(colon + 2));
    }

    private Optional<String> whole(String reason) {
        Optional<Failure> kind = Failure.of(reason);
        if (kind.isPresent()) {
            return Optional.of(texts.getString("why." + kind.get().word()));
        }
        Matcher size = SIZE.matcher(reason);
        if (size.matches()) {
            return Optional.of(size(size));
        }
        Matcher status = STATUS.matcher(reason);
        return status.matches()
                ? Optional.of(
                        Texts.fill(
                                texts.getString(
                                        switch (reason.charAt(0)) {
                                            case '5' -> "answer.server";
                                            case '6' -> "answer.everywhere";
                                            default -> "answer.refused";
                                        }),
                                status.group(1)))
                : sayings.say(reason, this::parts);
    }

    private String size(Matcher said) {
        return said.group(3).equals("bytes")
                ? Texts.fill(
                        texts.getString(
                                said.group(1).equals("1") ? "file.bytes.one" : "file.bytes.many"),
                        said.group(1))
                : said.group().replace('.', Texts.decimalSign(texts.getLocale()));
    }
}
