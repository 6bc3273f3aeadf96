package org.earshot.softphone.ui.chat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the addresses of web pages in what people write. Pure.
final class Links {
    private static final Pattern LINK =
            Pattern.compile("https?://[^\\s<>\"\\p{Cntrl}]+", Pattern.CASE_INSENSITIVE);

    private Links() {}

    /// Where they stand, in order. What ends the sentence behind one, or closes a bracket that it did not open, is no part of it.
    static List<TextSpan> in(String text) {
        List<TextSpan> found = new ArrayList<>();
        Matcher matcher = LINK.matcher(text);
        while (matcher.find()) {
            int end = end(text, matcher.start(), matcher.end());
            if (uri(text.substring(matcher.start(), end)).isPresent()) {
                found.add(new TextSpan(matcher.start(), end));
            }
        }
        return found;
    }

    private static int end(String text, int start, int end) {
        int last = end;
        while (last > start) {
            char c = text.charAt(last - 1);
            boolean closes = c == ')' && text.substring(start, last).indexOf('(') < 0;
            if (".,;:!?'".indexOf(c) < 0 && !closes) {
                break;
            }
            last--;
        }
        return last;
    }

    /// What a browser may be told to open; empty: nothing of the kind.
    static Optional<URI> uri(String link) {
        try {
            return Optional.of(URI.create(link)).filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
