package org.earshot.proxy.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Named values in the order in which they were written; a name may occur more than once. Immutable.
///
/// @param entries them
public record Facts(List<Fact> entries) {

    /// One of them.
    ///
    /// @param name lower case, words joined by `-`
    public record Fact(String name, String value) {}

    public Facts {
        entries = List.copyOf(entries);
    }

    /// The first value of a name.
    public Optional<String> first(String name) {
        for (Fact fact : entries) { // no streams here and below: several times for each message
            if (fact.name().equals(name)) {
                return Optional.of(fact.value());
            }
        }
        return Optional.empty();
    }

    /// All values of a name.
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Fact fact : entries) {
            if (fact.name().equals(name)) {
                values.add(fact.value());
            }
        }
        return List.copyOf(values);
    }

    byte[] encode() {
        Canonical out = new Canonical().number(entries.size());
        entries.forEach(fact -> out.text(fact.name()).text(fact.value()));
        return out.array();
    }

    /// @throws IllegalArgumentException if it is not what [#encode] wrote
    static Facts decode(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        long count = in.count();
        List<Fact> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            entries.add(new Fact(in.text(), in.text()));
        }
        in.end();
        return new Facts(entries);
    }

    static Builder builder() {
        return new Builder();
    }

    /// Collects facts.
    static final class Builder {
        private final List<Fact> entries = new ArrayList<>();

        Builder add(String name, Object value) {
            entries.add(new Fact(name, value.toString()));
            return this;
        }

        Builder add(String name, Optional<?> value) {
            value.ifPresent(present -> add(name, present));
            return this;
        }

        Facts build() {
            return new Facts(entries);
        }
    }
}
