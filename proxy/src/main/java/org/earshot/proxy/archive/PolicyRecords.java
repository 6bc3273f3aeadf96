package org.earshot.proxy.archive;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Policy where it stands: in the record. Each event is sealed by the key ring, so that whoever has the database only can't
/// add one, and numbered, so that one that was removed is missed. Thread-safe.
final class PolicyRecords {
    private static final Logger log = LoggerFactory.getLogger(PolicyRecords.class);

    private final RetentionTables tables;
    private final RetentionKeys keys;
    private final InstantSource clock;

    PolicyRecords(RetentionTables tables, RetentionKeys keys, InstantSource clock) {
        this.tables = tables;
        this.keys = keys;
        this.clock = clock;
    }

    /// Reads it anew.
    Policy read() {
        return Policy.of(tables.signedRecords(Policy.KINDS).stream().filter(this::isOurs).toList());
    }

    private boolean isOurs(ArchiveRecord row) {
        try {
            Facts facts = Facts.decode(row.facts().orElse(Bytes.EMPTY).array());
            List<Facts.Fact> entries = facts.entries();
            if (!entries.isEmpty() && entries.getLast().name().equals("seal")) {
                Facts sealed = new Facts(entries.subList(0, entries.size() - 1));
                if (keys.isSealOf(
                        entries.getLast().value(),
                        text(row.eventId(), row.happenedAt(), row.kind(), sealed))) {
                    return true;
                }
            }
        } catch (IllegalArgumentException e) {
            log.debug("{} can't be read", row.position(), e);
        }
        log.error(
                "record {} says something about what is kept that nobody of this domain wrote; it does not count",
                row.position());
        return false;
    }

    /// Writes an event.
    ///
    /// @throws ArchiveUnavailableException if it can't be written now
    void write(Archive archive, Policy policy, String kind, Facts.Builder said) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        Facts facts = said.add("sequence", policy.sequence() + 1).build();
        String seal = keys.seal(text(id, Columns.micros(now), kind, facts));
        Facts.Builder sealed = Facts.builder();
        facts.entries().forEach(fact -> sealed.add(fact.name(), fact.value()));
        archive.append(new ArchiveEvent.Statement(id, now, kind, sealed.add("seal", seal).build()));
    }

    private static byte[] text(UUID id, long at, String kind, Facts facts) {
        return new Canonical()
                .text("earshot-archive-policy-1")
                .uuid(id)
                .number(at)
                .text(kind)
                .bytes(facts.encode())
                .array();
    }
}
