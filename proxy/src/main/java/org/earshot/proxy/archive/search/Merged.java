package org.earshot.proxy.archive.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Several rows of things in one, each of them and all of it in the same order.
final class Merged<T> extends Lookahead<T> {
    private final List<? extends Lookahead<T>> parts;
    private final Comparator<T> order;

    Merged(List<? extends Lookahead<T>> parts, Comparator<T> order) {
        this.parts = List.copyOf(parts);
        this.order = order;
    }

    @Override
    Optional<T> find() {
        return parts.stream()
                .filter(Lookahead::hasNext)
                .min(Comparator.comparing(part -> part.peek().orElseThrow(), order))
                .map(Lookahead::next);
    }
}
