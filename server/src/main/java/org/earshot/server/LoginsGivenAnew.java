package org.earshot.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.Facts;
import org.earshot.proxy.archive.Officer;
import org.earshot.proxy.archive.Policy;

/// Whether somebody else gave an officer another login of late, as the record says: who did it knows the new one, and must not agree with
/// himself by it. Such an officer counts as appointed then. Thread-safe.
final class LoginsGivenAnew {
    private static final int PAGE = 200;
    private static final String BEGUN = "administration-begun";

    private final ArchiveReader record;
    private final InstantSource clock;

    LoginsGivenAnew(ArchiveReader record, InstantSource clock) {
        this.record = record;
        this.clock = clock;
    }

    /// The same officer, since then.
    Officer of(Officer officer) {
        return officer.login()
                .flatMap(this::lastGiven)
                .filter(at -> officer.since().filter(at::isBefore).isEmpty())
                .map(at -> new Officer(officer.words(), officer.login(), Optional.of(at)))
                .orElse(officer);
    }

    private Optional<Instant> lastGiven(String login) {
        // nothing older waits for a second officer
        Instant from = clock.instant().minus(Policy.PATIENCE);
        Optional<ArchiveQuery.Place> place = Optional.empty();
        while (true) {
            List<ArchivedEvent> page =
                    record.search(
                            new ArchiveQuery(
                                    Optional.empty(),
                                    from,
                                    ArchiveQuery.END,
                                    Optional.of(BEGUN),
                                    place,
                                    PAGE));
            Optional<Instant> found =
                    page.stream()
                            .filter(event -> isGiven(event.facts(), login))
                            .findFirst()
                            .map(event -> Columns.instant(Columns.micros(event.at())));
            if (found.isPresent() || page.size() < PAGE) {
                return found;
            }
            place = Optional.of(ArchiveQuery.Place.of(page.getLast()));
        }
    }

    private static boolean isGiven(Facts facts, String login) {
        return facts.first("action").equals(Optional.of("officer passwd"))
                && facts.first("subject").equals(Optional.of(login))
                && !facts.first("login").equals(Optional.of(login));
    }
}
