package org.earshot.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.Content;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.RecordAdministration;

/// The commands about single records, on the stores of this process. Thread-safe as the stores are.
final class StoreRecordAdministration implements RecordAdministration {
    private final ArchiveReader reader;
    private final Archive archive;

    /// @param archive where it is recorded who reads
    StoreRecordAdministration(ArchiveReader reader, Archive archive) {
        this.reader = reader;
        this.archive = archive;
    }

    private static ArchivePosition position(String record) {
        return ArchivePosition.of(record)
                .orElseThrow(() ->
                        new AdminException(
                                "\""
                                        + record
                                        + "\" is no record: CHAIN/NUMBER, as archive search shows it"));
    }

    @Override
    public RecordFact show(String record) {
        ArchivedEvent event =
                reader.find(position(record))
                        .orElseThrow(() -> new AdminException("there is no record " + record));
        Map<String, List<String>> facts = new LinkedHashMap<>();
        event.facts()
                .entries()
                .forEach(fact ->
                        facts.computeIfAbsent(fact.name(), _ -> new ArrayList<>())
                                .add(fact.value()));
        return new RecordFact(
                record, event.at(), event.kind(), event.retention(), facts, event.hasContent());
    }

    @Override
    public Optional<Content> content(String record, String actor) {
        try {
            return reader.content(position(record), actor, archive);
        } catch (ArchiveUnavailableException | CompletionException e) {
            throw new AdminException(
                    "nothing is shown, because the archive can't be written: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
    }
}
