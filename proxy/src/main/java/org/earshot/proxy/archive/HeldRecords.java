package org.earshot.proxy.archive;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which records are on hold. What became of a message or a file is on hold with it: some of these events name one of its people only,
/// and the one that has a file's key only those who could fetch it at first.
/// Confined to its thread; knows what there was when it was made.
final class HeldRecords {
    private static final int PAGE = 500;

    /// So long after a message the last event about it may come, and so far apart those of a file: longer than one waits, with room.
    private static final long AFTER = Duration.ofDays(100).toMillis() * 1000;

    private static final long DAY = Duration.ofDays(1).toMillis() * 1000;

    private final List<Hold> holds;
    private final Set<String> classes;
    private final RetentionTables tables;
    private final Set<String> messages = new HashSet<>();
    private long from = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;

    HeldRecords(Policy policy, RetentionTables tables) {
        this.holds = policy.holds().stream().map(Policy.Placed::hold).toList();
        this.classes = policy.classes();
        this.tables = tables;
    }

    /// A hold that a record is under.
    Optional<Hold> of(RetentionTables.Row row) {
        return of(row.happenedAt(), row.facts());
    }

    /// A hold that a record is under.
    Optional<Hold> of(long happenedAt, Bytes encoded) {
        if (holds.isEmpty()) {
            return Optional.empty();
        }
        Facts facts;
        try {
            facts = Facts.decode(encoded.array());
        } catch (IllegalArgumentException _) {
            return Optional.of(holds.getFirst()); // damaged: evidence, until somebody looked
        }
        List<String> parties = EventFacts.parties(facts);
        Optional<Hold> direct =
                holds.stream().filter(hold -> hold.covers(happenedAt, parties)).findFirst();
        List<String> about =
                Stream.concat(facts.all("received-event").stream(), files(facts).stream()).toList();
        if (direct.isPresent() || about.isEmpty()) {
            return direct;
        }
        look(happenedAt);
        return about.stream()
                .flatMap(message ->
                        holds.stream()
                                .filter(hold -> messages.contains(hold.name() + " " + message)))
                .findFirst();
    }

    private static List<String> files(Facts facts) {
        return facts.all("file").stream().map(id -> "file " + id).toList();
    }

    // all messages and files on hold that an event of this time can be about
    private void look(long happenedAt) {
        long first = happenedAt - AFTER;
        if (first >= from && happenedAt + AFTER < until) {
            return;
        }
        long last = happenedAt + AFTER + DAY;
        messages.clear();
        from = first;
        until = last;
        for (Hold hold : holds) {
            List<String> addresses = hold.addresses();
            if (addresses.isEmpty()) {
                messagesOfAll(hold, first, last);
            }
            addresses.forEach(address -> messagesOf(hold, address, first, last));
        }
    }

    private void messagesOf(Hold hold, String address, long first, long last) {
        Optional<ArchiveQuery.Place> after = Optional.empty();
        while (true) {
            List<RetentionTables.Row> page = tables.concerning(address, first, last, after, PAGE);
            page.forEach(row -> note(hold, row));
            if (page.size() < PAGE) {
                return;
            }
            after = Optional.of(page.getLast().place());
        }
    }

    // a hold on a period: what was written in it, and delivered later
    private void messagesOfAll(Hold hold, long first, long last) {
        for (String retention : classes) {
            Optional<ArchiveQuery.Place> after = Optional.empty();
            List<RetentionTables.Row> page;
            do {
                page = tables.rows(retention, first, last, after, PAGE);
                page.forEach(row -> note(hold, row));
                after = page.isEmpty() ? after : Optional.of(page.getLast().place());
            } while (page.size() == PAGE);
        }
    }

    private void note(Hold hold, RetentionTables.Row row) {
        try {
            Facts facts = Facts.decode(row.facts().array());
            if (hold.covers(row.happenedAt(), EventFacts.parties(facts))) {
                messages.add(hold.name() + " " + row.eventId());
                files(facts).forEach(file -> messages.add(hold.name() + " " + file));
            }
        } catch (IllegalArgumentException _) {
            // it can't be read, and is on hold itself
        }
    }
}
