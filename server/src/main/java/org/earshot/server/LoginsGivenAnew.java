package org.earshot.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.Facts;
import org.earshot.proxy.archive.Officer;
import org.earshot.proxy.archive.Policy;

/// Whether somebody else gave an officer another login of late, as the record says: who did it knows the new one, and must not agree with
/// himself by it. Such an officer counts as appointed then, and has to wait as one. Thread-safe.
final class LoginsGivenAnew {
    private static final int PAGE = 200;
    private static final String BEGUN = "administration-begun";
    private static final Set<String> GIVING = Set.of("officer passwd", "officer untie");

    private final ArchiveReader record;
    private final InstantSource clock;
    private final Duration wait;

    /// @param wait how long one who got a login takes no part in what two have to agree on
    LoginsGivenAnew(ArchiveReader record, InstantSource clock, Duration wait) {
        this.record = record;
        this.clock = clock;
        this.wait = wait;
    }

    /// The same officer, since then, with the time that they have to wait.
    Officer of(Officer officer) {
        return officer.login()
                .flatMap(this::lastGiven)
                .filter(at -> officer.since().filter(at::isBefore).isEmpty())
                .map(officer::since)
                .orElse(officer)
                .waiting(wait);
    }

    private Optional<Instant> lastGiven(String login) {
        // nothing older waits for a second officer, and nobody waits who got it before
        Duration back = wait.compareTo(Policy.PATIENCE) > 0 ? wait : Policy.PATIENCE;
        Instant from = clock.instant().minus(back);
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
        return facts.first("action").filter(GIVING::contains).isPresent()
                && facts.first("subject").equals(Optional.of(login))
                && !facts.first("login").equals(Optional.of(login));
    }
}
