package org.earshot.proxy.archive;

import java.time.Instant;
import java.util.UUID;
import org.earshot.common.db.Columns;

/// What the record says of an event, without its content.
///
/// @param kind such as `message-received`
/// @param facts such as `from`, `to`, `call-id`, `status`; empty when they have gone
/// @param hasContent whether there is content that can be asked for
public record ArchivedEvent(
        ArchivePosition position,
        UUID id,
        Instant at,
        String kind,
        String retention,
        Facts facts,
        boolean hasContent) {

    static ArchivedEvent of(ArchiveRecord row) {
        return new ArchivedEvent(
                row.position(),
                row.eventId(),
                Columns.instant(row.happenedAt()),
                row.kind(),
                row.retention(),
                row.facts()
                        .map(facts -> Facts.decode(facts.array()))
                        .orElse(Facts.builder().build()),
                row.sealed().isPresent());
    }
}
