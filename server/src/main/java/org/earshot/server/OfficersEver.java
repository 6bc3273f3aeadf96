package org.earshot.server;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.login.Person;
import org.earshot.common.login.PersonStore;
import org.earshot.common.login.Role;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Facts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether an officer was ever appointed: so the table of people says, or the record. Rows of that table can be deleted with the
/// database's own tools, and whoever did so would act as officer again; a record can't be, unseen. Thread-safe.
final class OfficersEver implements BooleanSupplier {
    static final String KIND = "officer-appointed";

    private static final Logger log = LoggerFactory.getLogger(OfficersEver.class);

    private final PersonStore people;
    private final ArchiveReader reader;
    private final Archive archive;
    private final InstantSource clock;
    private volatile boolean recorded;

    OfficersEver(PersonStore people, ArchiveReader reader, Archive archive, InstantSource clock) {
        this.people = people;
        this.reader = reader;
        this.archive = archive;
        this.clock = clock;
    }

    @Override
    public boolean getAsBoolean() {
        return people.hasOfficer() || isRecorded();
    }

    private boolean isRecorded() {
        if (!recorded) {
            recorded = !reader.search(ArchiveQuery.ofKind(KIND, Optional.empty(), 1)).isEmpty();
        }
        return recorded;
    }

    /// Sees to it that the record says so, once there is one: a version before this one wrote nothing, and what it wrote may
    /// have gone by a later start, when it had been kept for long enough. Tries again another time where that can't be now.
    void record() {
        if (recorded) {
            return;
        }
        try {
            Optional<Person> officer =
                    people.list().stream()
                            .filter(person -> person.role() == Role.OFFICER)
                            .findFirst();
            if (officer.isPresent() && !isRecorded()) {
                archive.append(statement(officer.get()));
            }
        } catch (StoreUnavailableException | ArchiveUnavailableException e) {
            log.debug("not now: {}", e.getMessage());
        }
    }

    private ArchiveEvent statement(Person officer) {
        return new ArchiveEvent.Statement(
                UUID.randomUUID(),
                clock.instant(),
                KIND,
                new Facts(
                        List.of(
                                new Facts.Fact("actor", officer.appointedBy()),
                                new Facts.Fact("subject", officer.name()))));
    }
}
