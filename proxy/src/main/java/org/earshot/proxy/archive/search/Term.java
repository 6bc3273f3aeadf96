package org.earshot.proxy.archive.search;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.OpenedRecord;

/// Something that records are found by. Does not print.
///
/// @param kind tells a word from an address of the same letters
record Term(byte kind, String text) {
    private static final byte WORD = 'w';
    private static final byte PARTY = 'p';
    private static final byte PAIR = 'c';

    /// @param word folded, as in [Words#tokens]
    static Term word(String word) {
        return new Term(WORD, word);
    }

    /// Somebody whom a record with content concerns.
    static Term party(String address) {
        return new Term(PARTY, address);
    }

    /// Two between whom something went, whoever of them it came from.
    static Term pair(String one, String other) {
        return new Term(PAIR, one.compareTo(other) <= 0 ? one + '\n' + other : other + '\n' + one);
    }

    /// Between whom an event went: who sent it, and whom it was written to, which is a group for all its members.
    static Optional<Term> pair(ArchivedEvent event) {
        Optional<String> from = event.facts().first("from");
        Optional<String> to = event.facts().first("to");
        return from.isPresent() && to.isPresent()
                ? Optional.of(pair(from.get(), to.get()))
                : Optional.empty();
    }

    /// All that a record is found by. Who searched for what is not found by its words, nor is
    /// a lexicon, or what officers noted.
    static Set<Term> of(OpenedRecord row) {
        Set<Term> terms = new HashSet<>();
        if (row.event().holdsWordsSearchedFor()) {
            return terms;
        }
        pair(row.event()).ifPresent(terms::add);
        row.content()
                .ifPresent(content -> {
                    Words.tokens(Words.in(ContentText.of(content)))
                            .forEach(word -> terms.add(word(word)));
                    terms.addAll(people(row.event()));
                });
        return terms;
    }

    /// Everybody whom an event concerns, and between whom it went.
    static Set<Term> people(ArchivedEvent event) {
        Set<Term> people = new HashSet<>();
        event.facts().all("from").forEach(address -> people.add(party(address)));
        event.facts().all("to").forEach(address -> people.add(party(address)));
        pair(event).ifPresent(people::add);
        return people;
    }

    @Override
    public String toString() {
        return "Term[" + (char) kind + "]";
    }
}
