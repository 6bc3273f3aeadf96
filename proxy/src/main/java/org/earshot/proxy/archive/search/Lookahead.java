package org.earshot.proxy.archive.search;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Things one after the other, found when they are asked for. Not thread-safe.
abstract class Lookahead<T> implements Iterator<T> {
    private Optional<T> next = Optional.empty();
    private boolean ended;

    /// The one after what was found before; empty at the end, and not asked again then.
    abstract Optional<T> find();

    /// The one that [#next] will return.
    Optional<T> peek() {
        if (next.isEmpty() && !ended) {
            next = find();
            ended = next.isEmpty();
        }
        return next;
    }

    @Override
    public boolean hasNext() {
        return peek().isPresent();
    }

    @Override
    public T next() {
        T found = peek().orElseThrow(NoSuchElementException::new);
        next = Optional.empty();
        return found;
    }

    /// Things that are there already.
    static <T> Lookahead<T> of(Iterator<T> things) {
        return new Lookahead<>() {
            @Override
            Optional<T> find() {
                return things.hasNext() ? Optional.of(things.next()) : Optional.empty();
            }
        };
    }
}
