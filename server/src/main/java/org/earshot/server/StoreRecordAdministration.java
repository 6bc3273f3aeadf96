package org.earshot.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.earshot.common.file.FileTrouble;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent.FileKept;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.Content;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.RecordAdministration;
import org.earshot.server.files.FileId;
import org.earshot.server.files.FileVault;
import org.earshot.server.files.RecordedCopy;

/// The commands about single records, on the stores of this process. Thread-safe as the stores are.
final class StoreRecordAdministration implements RecordAdministration {
    private final ArchiveReader reader;
    private final Archive archive;
    private final FileVault files;

    /// @param archive where it is recorded who reads
    /// @param files where content lies whose keys are in the record
    StoreRecordAdministration(ArchiveReader reader, Archive archive, FileVault files) {
        this.reader = reader;
        this.archive = archive;
        this.files = files;
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

    @Override
    public long file(String record, String actor, Path target) {
        Map<String, List<String>> facts = show(record).facts();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new AdminException(target + " is there already");
        }
        Optional<Bytes> key =
                content(record, actor)
                        .filter(content -> content.type().equals(FileKept.KEY_TYPE))
                        .map(Content::body);
        Optional<FileId> id = first(facts, "file").flatMap(FileId::of);
        Optional<String> sha256 = first(facts, "file-hash").flatMap(RecordedCopy::sha256);
        if (key.isEmpty() || id.isEmpty() || sha256.isEmpty()) {
            throw new AdminException(
                    record
                            + " has no copy of a file: files.record was facts then, its time is over, or it is of another kind");
        }
        try {
            long size = Long.parseLong(first(facts, "file-size").orElse("0"));
            RecordedCopy.write(files, id.get(), key.get(), size, sha256.get(), target);
            return size;
        } catch (NoSuchFileException e) {
            throw new AdminException(
                    e.getFile().equals(target.toString())
                            ? "there is no folder for " + target
                            : "the copy is not in "
                                    + Path.of(e.getFile()).getParent()
                                    + ": restore it from the backup");
        } catch (IOException e) {
            throw new AdminException(
                    "the copy can't be written to " + target + ": " + FileTrouble.words(e));
        }
    }

    private static Optional<String> first(Map<String, List<String>> facts, String name) {
        return facts.getOrDefault(name, List.of()).stream().findFirst();
    }
}
