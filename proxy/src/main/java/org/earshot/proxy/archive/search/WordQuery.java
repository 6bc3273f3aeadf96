package org.earshot.proxy.archive.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What somebody typed to search for: terms that must all be there. What stands in quotes is one term; so is what
/// consists of several words without a space, such as an e-mail address. Does not print.
public final class WordQuery {
    /// Terms of one query at most.
    public static final int MOST = 16;

    private final List<List<Unit>> terms;

    private WordQuery(List<List<Unit>> terms) {
        this.terms = List.copyOf(terms);
    }

    /// Reads one. A quote without its second one goes to the end.
    ///
    /// @throws IllegalArgumentException if there is no word in it, or too many; the message does not tell them
    public static WordQuery parse(String typed) {
        List<List<Unit>> terms = new ArrayList<>();
        StringBuilder term = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= typed.length(); i++) {
            char c = i == typed.length() ? '"' : typed.charAt(i);
            boolean quote = c == '"' || c == '“' || c == '”' || c == '„';
            if (quote || (!quoted && Character.isWhitespace(c))) {
                List<Unit> units = Words.in(term.toString());
                if (!units.isEmpty()) {
                    terms.add(units);
                }
                term.setLength(0);
            } else {
                term.append(c);
            }
            quoted ^= quote;
        }
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("there is no word to search for");
        }
        if (terms.size() > MOST) {
            throw new IllegalArgumentException(
                    terms.size() + " terms: search for " + MOST + " at most");
        }
        return new WordQuery(terms);
    }

    /// What a text that matches is found by; not all that is found so matches.
    Set<String> tokens() {
        Set<String> tokens = new HashSet<>();
        for (List<Unit> units : terms) {
            for (int i = 0; i < units.size(); i++) {
                if (units.get(i).joined()) {
                    tokens.add(units.get(i - 1).text() + units.get(i).text());
                } else if (i + 1 == units.size() || !units.get(i + 1).joined()) {
                    tokens.add(units.get(i).text());
                }
            }
        }
        return tokens;
    }

    /// Whether a text has all terms.
    boolean matches(String text) {
        List<String> words = texts(Words.in(text));
        return terms.stream().allMatch(term -> Collections.indexOfSubList(words, texts(term)) >= 0);
    }

    private static List<String> texts(List<Unit> units) {
        return units.stream().map(Unit::text).toList();
    }

    /// Without the words.
    @Override
    public String toString() {
        return "WordQuery[" + terms.size() + " terms]";
    }
}
