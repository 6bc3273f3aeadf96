package org.earshot.proxy.archive.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveQuery.Place;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;

/// Finds records by words, people, conversation and time, the latest first. Whoever shows what a search by words has found
/// writes an event first: that a record has a word is content. Thread-safe.
public final class ArchiveSearch {
    /// Records that are looked at for one page at most.
    static final int MOST_LOOKED_AT = 4_000;

    private static final int AT_ONCE = 64;

    private final RecordOpener records;
    private final WordTable table;
    private final WordKeys keys;

    public ArchiveSearch(RecordOpener records, WordTable table, WordKeys keys) {
        this.records = records;
        this.table = table;
        this.keys = keys;
    }

    /// One page. Content is opened only where words or a context were asked for.
    public SearchPage search(SearchRequest request) {
        boolean byTerms = request.words().isPresent() || request.isBetweenTwo();
        if (!byTerms && request.context() == 0) {
            return facts(request);
        }
        WordView view = new WordView(records, table, keys);
        SearchPage page = byTerms ? byTerms(request, view) : facts(request);
        if (request.context() == 0) {
            return page;
        }
        return new SearchPage(
                page.found().stream().map(one -> around(one, request, view)).toList(),
                page.next(),
                view.gaps(request.from(), request.until()));
    }

    private SearchPage facts(SearchRequest request) {
        List<OpenedRecord> rows =
                records.search(
                        new ArchiveQuery(
                                request.person().or(request::with),
                                request.from(),
                                request.until(),
                                request.kind(),
                                request.before(),
                                request.limit() + 1));
        boolean more = rows.size() > request.limit();
        List<OpenedRecord> page = more ? rows.subList(0, request.limit()) : rows;
        return new SearchPage(
                page.stream().map(ArchiveSearch::alone).toList(),
                more ? Optional.of(Place.of(page.getLast().event())) : Optional.empty(),
                SearchPage.Gaps.NONE);
    }

    private SearchPage byTerms(SearchRequest request, WordView view) {
        Instant last = request.until().minusNanos(1000);
        Instant start =
                request.before()
                        .map(place -> Columns.instant(place.happenedAt()))
                        .filter(at -> at.isBefore(last))
                        .orElse(last);
        Lookahead<Place> places =
                view.places(terms(request), Direction.BACKWARDS, start, request.from());
        List<SearchPage.Found> found = new ArrayList<>();
        Optional<Place> lookedAt = Optional.empty();
        int looked = 0;
        while (found.size() <= request.limit() && looked < MOST_LOOKED_AT && places.hasNext()) {
            List<ArchivePosition> some = new ArrayList<>();
            int wanted = Math.max(request.limit() + 1 - found.size(), AT_ONCE);
            while (some.size() < wanted && places.hasNext()) {
                Place place = places.next();
                looked++;
                if (isOn(request, place)) {
                    some.add(place.position());
                }
                lookedAt = Optional.of(place);
            }
            for (OpenedRecord row : records.at(some, request.words().isPresent())) {
                if (matches(request, row)) {
                    found.add(alone(row));
                }
            }
        }
        if (found.size() > request.limit()) {
            List<SearchPage.Found> page = found.subList(0, request.limit());
            return new SearchPage(
                    page,
                    Optional.of(Place.of(page.getLast().row().event())),
                    view.gaps(request.from(), request.until()));
        }
        return new SearchPage(
                found,
                places.hasNext() ? lookedAt : Optional.empty(),
                view.gaps(request.from(), request.until()));
    }

    private static Set<Term> terms(SearchRequest request) {
        Set<Term> terms = new HashSet<>();
        request.words()
                .ifPresent(words -> words.tokens().forEach(word -> terms.add(Term.word(word))));
        request.people().ifPresent(terms::add);
        return terms;
    }

    private static boolean isOn(SearchRequest request, Place place) {
        return place.happenedAt() >= Columns.micros(request.from())
                && place.happenedAt() < Columns.micros(request.until())
                && request.before().filter(before -> place.compareTo(before) >= 0).isEmpty();
    }

    /// A token may be another word's by chance, a phrase may stand in another order, and a row may have been changed.
    private static boolean matches(SearchRequest request, OpenedRecord row) {
        ArchivedEvent event = row.event();
        return request.people().filter(term -> !Term.people(event).contains(term)).isEmpty()
                && request.kind().filter(kind -> !kind.equals(event.kind())).isEmpty()
                && (request.words().isEmpty()
                        || row.content()
                                .filter(content ->
                                        request.words().get().matches(ContentText.of(content)))
                                .isPresent());
    }

    private static SearchPage.Found alone(OpenedRecord row) {
        return new SearchPage.Found(row, List.of(), List.of());
    }

    private SearchPage.Found around(SearchPage.Found found, SearchRequest request, WordView view) {
        ArchivedEvent event = found.row().event();
        Optional<Term> conversation = conversation(event);
        if (conversation.isEmpty()) {
            return found;
        }
        Set<Term> terms = Set.of(conversation.get());
        List<OpenedRecord> before =
                messages(
                        view.places(terms, Direction.BACKWARDS, event.at(), ArchiveQuery.BEGINNING),
                        Place.of(event),
                        Direction.BACKWARDS,
                        request.context());
        List<OpenedRecord> after =
                messages(
                        view.places(terms, Direction.FORWARDS, event.at(), ArchiveQuery.END),
                        Place.of(event),
                        Direction.FORWARDS,
                        request.context());
        OpenedRecord opened =
                records.at(List.of(event.position()), true).stream()
                        .findFirst()
                        .orElse(found.row());
        return new SearchPage.Found(opened, before.reversed(), after);
    }

    /// A group is one conversation for all its members.
    private static Optional<Term> conversation(ArchivedEvent event) {
        return event.facts().all("to").size() > 1
                ? event.facts().first("to").map(Term::party)
                : Term.pair(event);
    }

    private List<OpenedRecord> messages(
            Lookahead<Place> places, Place from, Direction direction, int count) {
        List<OpenedRecord> messages = new ArrayList<>();
        int looked = 0;
        while (messages.size() < count && looked < MOST_LOOKED_AT && places.hasNext()) {
            List<ArchivePosition> some = new ArrayList<>();
            while (some.size() < 2 * count && places.hasNext()) {
                Place place = places.next();
                looked++;
                if (direction.<Place>order().compare(from, place) < 0) {
                    some.add(place.position());
                }
            }
            records.at(some, true).stream()
                    .filter(row -> row.event().hasContent())
                    .limit(count - messages.size())
                    .forEach(messages::add);
        }
        return messages;
    }
}
