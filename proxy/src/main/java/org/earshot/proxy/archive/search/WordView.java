package org.earshot.proxy.archive.search;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery.Place;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.search.WordTable.Progress;

/// Table and tail as they are when a search begins. Each month has keys of its own, so it goes from month to month. Not
/// thread-safe.
final class WordView {
    private final WordTable table;
    private final Tail tail;
    private final Map<Integer, UUID> chains = new HashMap<>();
    private final NavigableMap<YearMonth, List<Keyed>> months = new TreeMap<>();
    private final List<String> elsewhere;

    /// The number and tokens of a key.
    private record Keyed(int key, Tokens tokens) {}

    WordView(RecordOpener records, WordTable table, WordKeys keys) {
        this.table = table;
        Map<UUID, Progress> known = table.progress();
        known.forEach((chain, progress) -> chains.put(progress.chain(), chain));
        tail = Tail.read(records, known);
        Map<String, Integer> used = table.keys();
        elsewhere = new ArrayList<>(used.keySet());
        for (WordKey key : keys.all()) {
            Integer number = used.get(key.id());
            Optional<YearMonth> month = WordKey.month(key.id());
            if (number != null && month.isPresent()) {
                elsewhere.remove(key.id());
                months.computeIfAbsent(month.get(), _ -> new ArrayList<>())
                        .add(new Keyed(number, new Tokens(key)));
            }
        }
    }

    /// What this can't find of a period.
    SearchPage.Gaps gaps(Instant from, Instant until) {
        YearMonth first = WordKey.month(from);
        YearMonth last = WordKey.month(until);
        return new SearchPage.Gaps(
                tail.notRead(),
                elsewhere.stream()
                        .filter(id ->
                                WordKey.month(id)
                                        .filter(month ->
                                                !month.isBefore(first) && !month.isAfter(last))
                                        .isPresent())
                        .sorted()
                        .toList());
    }

    /// Where there are records that have all of some terms.
    ///
    /// @param start the first instant on the way
    /// @param end the last instant on the way
    Lookahead<Place> places(Set<Term> terms, Direction direction, Instant start, Instant end) {
        Comparator<Place> order = direction.order();
        return new Merged<>(
                List.of(
                        inOrder(postings(terms, direction, start, end), order),
                        tail.places(terms, order)),
                order);
    }

    private Lookahead<Posting> postings(
            Set<Term> terms, Direction direction, Instant start, Instant end) {
        boolean back = direction == Direction.BACKWARDS;
        YearMonth first = WordKey.month(back ? end : start);
        YearMonth last = WordKey.month(back ? start : end);
        NavigableMap<YearMonth, List<Keyed>> period =
                first.isAfter(last) ? new TreeMap<>() : months.subMap(first, true, last, true);
        Iterator<List<Keyed>> left = (back ? period.descendingMap() : period).values().iterator();
        return new Lookahead<>() {
            private Iterator<Posting> month = List.<Posting>of().iterator();

            @Override
            Optional<Posting> find() {
                while (!month.hasNext() && left.hasNext()) {
                    month = month(left.next(), terms, direction, start, end);
                }
                return month.hasNext() ? Optional.of(month.next()) : Optional.empty();
            }
        };
    }

    private Iterator<Posting> month(
            List<Keyed> keys, Set<Term> terms, Direction direction, Instant start, Instant end) {
        List<Intersection> parts = new ArrayList<>();
        for (Keyed keyed : keys) {
            List<PostingCursor> cursors =
                    terms.stream()
                            .map(keyed.tokens()::of)
                            .map(token -> new PostingCursor(table, keyed.key(), token, direction))
                            .toList();
            parts.add(
                    new Intersection(
                            cursors, direction, Columns.micros(start), Columns.micros(end)));
        }
        return new Merged<>(parts, direction.order());
    }

    /// What happened in the same microsecond stands by the numbers that the table gave the chains; everywhere else it stands by
    /// the chains themselves.
    private Lookahead<Place> inOrder(Lookahead<Posting> postings, Comparator<Place> order) {
        return new Lookahead<>() {
            private Iterator<Place> sameTime = List.<Place>of().iterator();

            @Override
            Optional<Place> find() {
                while (!sameTime.hasNext() && postings.hasNext()) {
                    long time = postings.peek().orElseThrow().happenedAt();
                    List<Place> places = new ArrayList<>();
                    while (postings.peek().filter(next -> next.happenedAt() == time).isPresent()) {
                        place(postings.next()).ifPresent(places::add);
                    }
                    places.sort(order);
                    sameTime = places.iterator();
                }
                return sameTime.hasNext() ? Optional.of(sameTime.next()) : Optional.empty();
            }
        };
    }

    private Optional<Place> place(Posting posting) {
        return Optional.ofNullable(chains.get(posting.chain()))
                .map(chain -> new ArchivePosition(chain, posting.number()))
                .filter(position -> !tail.covers(position))
                .map(position -> new Place(posting.happenedAt(), position));
    }
}
