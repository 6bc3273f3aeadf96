package org.earshot.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The sentences that stand in a source of ours: texts in quotes of three words and more, put together of parts where they are. What is put in between is a 7.
public final class Sentences {
    private static final Pattern WORDS = Pattern.compile("(?s).*[a-zA-Z7] [a-z7].* .*");
    private static final List<String> NOT_TOLD =
            List.of("log.", "IllegalStateException(", "Rejections.", "AssertionError(");

    private final String source;
    private int at;

    private Sentences(String source) {
        this.source = source;
    }

    /// Of a file; not what is logged, nor what says that the program is wrong.
    public static List<String> of(Path file) throws IOException {
        String code =
                Files.readString(file)
                        .replaceAll("(?m)^\\s*///?.*$", "")
                        .replaceAll("(?m) // .*$", "")
                        .replaceAll("(?m)^import .*$", "");
        List<String> told = new ArrayList<>();
        for (String statement : code.split("(?<=[;{}])\\s*\n", -1)) {
            if (NOT_TOLD.stream().noneMatch(statement::contains)) {
                told.addAll(new Sentences(statement).all());
            }
        }
        return told;
    }

    private List<String> all() {
        List<String> found = new ArrayList<>();
        while (at < source.length()) {
            int quote = source.indexOf('"', at);
            if (quote < 0) {
                break;
            }
            String before = source.substring(at, quote).stripTrailing();
            at = quote;
            String sentence = (before.endsWith("+") ? "7" : "") + chain();
            if (WORDS.matcher(sentence).matches()) {
                found.add(sentence.replaceAll("%[-.0-9]*[sd]", "7"));
            }
        }
        return found;
    }

    /// From a quote on, over each `+`.
    private String chain() {
        StringBuilder text = new StringBuilder();
        while (true) {
            if (at < source.length() && source.charAt(at) == '"') {
                text.append(literal());
            } else {
                expression();
                text.append('7');
            }
            skipSpace();
            if (at >= source.length() || source.charAt(at) != '+') {
                return text.toString();
            }
            at++;
            skipSpace();
        }
    }

    private void skipSpace() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    private String literal() {
        StringBuilder text = new StringBuilder();
        for (at++; at < source.length() && source.charAt(at) != '"'; at++) {
            if (source.charAt(at) == '\\') {
                at++;
            }
            text.append(source.charAt(at));
        }
        at++;
        return text.toString();
    }

    /// Passes what is not text, up to the next part or the end of all.
    private void expression() {
        int depth = 0;
        for (; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '"') {
                literal();
                at--;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
            if (depth < 0 || (depth == 0 && (c == '+' || c == ',' || c == ';' || c == ':'))) {
                return;
            }
        }
    }
}
