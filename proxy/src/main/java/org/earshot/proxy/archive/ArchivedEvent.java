package org.earshot.proxy.archive;

import java.time.Instant;
import java.util.UUID;
import org.earshot.common.db.Columns;

/// What the record says of an event, without its content.
///
/// @param kind such as `message-received`
/// @param facts such as `from`, `to`, `call-id`, `status`; empty when they have gone, `unreadable` alone when somebody has
///     changed them so that they can't be read
/// @param hasContent whether there is content that can be asked for
public record ArchivedEvent(
        ArchivePosition position,
        UUID id,
        Instant at,
        String kind,
        String retention,
        Facts facts,
        boolean hasContent) {
    /// The kind of the event that somebody searched for words.
    public static final String CONTENT_SEARCHED = "content-searched";

    /// Kinds of events of the supervision begin so.
    public static final String REVIEW = "review-";

    /// The kind of the event that somebody exports what is found.
    public static final String EXPORT_BEGUN = "export-begun";

    /// What words were looked for, or what officers supervise by, is sealed in it, and must not be found by it.
    public boolean holdsWordsSearchedFor() {
        return kind.equals(CONTENT_SEARCHED)
                || kind.equals(EXPORT_BEGUN)
                || kind.startsWith(REVIEW);
    }

    static ArchivedEvent of(ArchiveRecord row) {
        return new ArchivedEvent(
                row.position(),
                row.eventId(),
                Columns.instant(row.happenedAt()),
                row.kind(),
                row.retention(),
                row.facts().map(ArchivedEvent::facts).orElse(Facts.builder().build()),
                row.sealed().isPresent());
    }

    // one damaged row must not hide the others from a search
    private static Facts facts(Bytes encoded) {
        try {
            return Facts.decode(encoded.array());
        } catch (IllegalArgumentException e) {
            return Facts.builder().add("unreadable", e.getMessage()).build();
        }
    }
}
