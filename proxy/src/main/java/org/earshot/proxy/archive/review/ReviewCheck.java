package org.earshot.proxy.archive.review;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.earshot.proxy.archive.ArchiveEvent.Reviewed.Step;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.review.ReviewTable.Kept;

/// Compares the queue with what the record says of it. Rows of the queue are no evidence: whoever has the database can
/// delete one, put back an old one, or add one. Thread-safe; takes memory for the places of all that was ever picked.
public final class ReviewCheck {
    private static final int PAGE = 500;

    private final ReviewTable table;
    private final RecordOpener records;

    public ReviewCheck(ReviewTable table, RecordOpener records) {
        this.table = table;
        this.records = records;
    }

    /// What does not fit.
    ///
    /// @param picked messages that the record says were picked
    /// @param missing those that are not in the queue, with the record that says that they were picked
    /// @param setBack items on which more steps were recorded than they have, or that are gone
    /// @param damaged items that can't be opened
    /// @param unknown items that nothing in the record put there
    /// @param unreadable records about the queue that somebody changed, emptied, or wrote as this server does not
    /// @param closed records about the queue that can't be opened here, such as those of another node's keys, or that were shredded in time: what they picked
    ///     is not checked, and `unknown` says nothing while there are any
    public record Result(
            int picked,
            Map<ArchivePosition, ArchivePosition> missing,
            List<Long> setBack,
            List<Long> damaged,
            List<Long> unknown,
            List<ArchivePosition> unreadable,
            List<ArchivePosition> closed) {
        /// Whether all that could be compared fits.
        public boolean fits() {
            return missing.isEmpty()
                    && setBack.isEmpty()
                    && damaged.isEmpty()
                    && unreadable.isEmpty()
                    && (unknown.isEmpty() || !closed.isEmpty());
        }
    }

    /// Compares all of it, while the server may go on.
    public Result check() {
        // what is in the queue now has its events in the record that is read next, and what that
        // says is in the queue after it
        Map<Long, Kept> before = kept();
        List<ArchivePosition> closed = new ArrayList<>();
        List<ArchivePosition> unreadable = new ArrayList<>();
        Map<ArchivePosition, ArchivePosition> picked = picked(closed, unreadable);
        Map<Long, Integer> steps = steps();
        Map<Long, Kept> after = kept();

        Map<ArchivePosition, ArchivePosition> missing = new LinkedHashMap<>(picked);
        after.values().forEach(row -> missing.remove(row.record()));
        return new Result(
                picked.size(),
                missing,
                steps.entrySet().stream()
                        .filter(step ->
                                !after.containsKey(step.getKey())
                                        || after.get(step.getKey()).revision() < step.getValue())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList(),
                numbers(after, row -> !row.opens()),
                numbers(
                        before,
                        row ->
                                !picked.containsKey(row.record())
                                        || row.revision() > steps.getOrDefault(row.number(), 0)),
                unreadable,
                closed);
    }

    /// What is looked for.
    @FunctionalInterface
    private interface Fault {
        boolean is(Kept row);
    }

    private static List<Long> numbers(Map<Long, Kept> rows, Fault fault) {
        return rows.values().stream().filter(fault::is).map(Kept::number).toList();
    }

    private Map<Long, Kept> kept() {
        Map<Long, Kept> all = new TreeMap<>();
        long last = 0;
        while (true) {
            List<Kept> page = table.kept(last, PAGE);
            page.forEach(row -> all.put(row.number(), row));
            if (page.size() < PAGE) {
                return all;
            }
            last = page.getLast().number();
        }
    }

    /// What was picked, by the records that say so.
    private Map<ArchivePosition, ArchivePosition> picked(
            List<ArchivePosition> closed, List<ArchivePosition> unreadable) {
        Map<ArchivePosition, ArchivePosition> picked = new LinkedHashMap<>();
        each(
                Step.QUEUED,
                page -> {
                    List<ArchivePosition> places =
                            page.stream().map(ArchivedEvent::position).toList();
                    for (OpenedRecord row : records.at(places, true)) {
                        ArchivePosition place = row.event().position();
                        Optional<List<ArchivePosition>> said =
                                row.content().flatMap(ReviewCheck::positions);
                        said.ifPresentOrElse(
                                all -> all.forEach(one -> picked.put(one, place)),
                                () -> (isClosed(row) ? closed : unreadable).add(place));
                    }
                });
        return picked;
    }

    /// Whether it can't be read here, and nothing is wrong with that.
    private boolean isClosed(OpenedRecord row) {
        return row.state() == OpenedRecord.State.WITHOUT_KEY
                || (row.state() == OpenedRecord.State.EMPTY
                        && records.wasShredded(row.event().position()));
    }

    /// As [ReviewFollower] writes it: a line about the chain, then one for each message, which begins with its place.
    private static Optional<List<ArchivePosition>> positions(Content content) {
        List<ArchivePosition> positions = new ArrayList<>();
        List<String> lines =
                new String(content.body().array(), StandardCharsets.UTF_8).lines().toList();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            Optional<ArchivePosition> position = ArchivePosition.of(line.split(";", 2)[0]);
            if (position.isEmpty()) {
                return Optional.empty();
            }
            positions.add(position.get());
        }
        return Optional.of(positions);
    }

    /// How many steps were recorded of each item.
    private Map<Long, Integer> steps() {
        Map<Long, Integer> steps = new HashMap<>();
        for (Step step : List.of(Step.GIVEN, Step.DECIDED)) {
            each(
                    step,
                    page ->
                            page.forEach(event ->
                                    event.facts()
                                            .first("item")
                                            .filter(item -> item.matches("[0-9]{1,18}"))
                                            .ifPresent(item ->
                                                    steps.merge(
                                                            Long.valueOf(item), 1, Integer::sum))));
        }
        return steps;
    }

    /// Takes a page.
    @FunctionalInterface
    private interface Page {
        void take(List<ArchivedEvent> events);
    }

    private void each(Step step, Page taker) {
        Optional<ArchiveQuery.Place> before = Optional.empty();
        while (true) {
            List<ArchivedEvent> page =
                    records.search(ArchiveQuery.ofKind(step.kind(), before, PAGE)).stream()
                            .map(OpenedRecord::event)
                            .toList();
            taker.take(page);
            if (page.size() < PAGE) {
                return;
            }
            before = Optional.of(ArchiveQuery.Place.of(page.getLast()));
        }
    }
}
