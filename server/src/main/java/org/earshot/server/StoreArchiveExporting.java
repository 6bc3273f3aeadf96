package org.earshot.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.earshot.common.file.FileTrouble;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.ExportProof;
import org.earshot.proxy.archive.ExportSigner;
import org.earshot.proxy.archive.RecordDiscloser;
import org.earshot.proxy.archive.export.ArchiveExport;
import org.earshot.proxy.archive.export.ExportOrder;
import org.earshot.proxy.archive.export.ExportResult;
import org.earshot.proxy.archive.export.ExportTarget;
import org.earshot.proxy.archive.search.SearchRequest;
import org.earshot.proxy.archive.search.WordQuery;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.ArchiveExporting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writing what is found in the archive of this process's stores into files. That it begins, and what became of it, is in the record.
final class StoreArchiveExporting implements ArchiveExporting {
    private static final Logger log = LoggerFactory.getLogger("org.earshot.audit");

    /// Records of a page of the search: their content may be in memory.
    private static final int PAGE = 100;

    private final ArchiveParts parts;
    private final Archive archive;
    private final UnaryOperator<String> address;
    private final InstantSource clock;

    /// @param archive where it is recorded who exports
    /// @param address makes an address of what was typed, or throws [AdminException]
    StoreArchiveExporting(
            ArchiveParts parts,
            Archive archive,
            UnaryOperator<String> address,
            InstantSource clock) {
        this.parts = parts;
        this.archive = archive;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public Exported export(Question question, Path path, String actor) {
        Instant now = clock.instant();
        SearchRequest request = request(question, now);
        Map<String, String> query = query(question, request);
        try {
            ExportTarget.refuseExisting(path);
        } catch (IOException _) {
            throw new AdminException(path + " is there already");
        }
        UUID begun = UUID.randomUUID();
        ArchivePosition record =
                record(
                        new ArchiveEvent.Exported(
                                begun,
                                now,
                                actor,
                                begun(query, question, path),
                                Optional.empty(),
                                question.words().map(StoreArchiveExporting::sealed)),
                        "nothing is exported");
        query.putAll(question.words().map(words -> Map.of("words", words)).orElse(Map.of()));
        ExportOrder order =
                new ExportOrder(
                        request, query, question.content(), actor, now, record, Version.text());
        try (ExportTarget target = ExportTarget.create(path)) {
            ExportResult result = write(order, target);
            Map<String, String> about = new LinkedHashMap<>();
            result.counts().forEach((name, count) -> about.put(name, count.toString()));
            about.put("complete", Boolean.toString(result.gaps().isEmpty()));
            about.put("manifest", result.manifest());
            about.put("outcome", "done");
            record(done(begun, actor, about), "the export was removed again");
            target.finish();
            return new Exported(
                    result.counts(), result.gaps(), result.manifest(), parts.keys().signer());
        } catch (FileAlreadyExistsException e) {
            throw failed(begun, actor, e.getMessage() + " is there already", e);
        } catch (IOException e) {
            throw failed(begun, actor, "it could not be written: " + FileTrouble.words(e, path), e);
        } catch (AdminException e) {
            throw e;
        } catch (RuntimeException e) { // such as a database that went away
            throw failed(begun, actor, "it could not be read: " + e.getMessage(), e);
        }
    }

    private ExportResult write(ExportOrder order, ExportTarget target) throws IOException {
        ExportSigner signer = new ExportSigner(parts.keys());
        return new ArchiveExport(
                        parts.search(),
                        new RecordDiscloser(parts.tables(), parts.keys(), parts.kept()),
                        new ExportProof(parts.tables(), signer, parts.anchors()),
                        signer,
                        count -> log.info("{} exports: {} records so far", order.actor(), count))
                .write(order, target);
    }

    /// @param now the export's own records are not in it
    private SearchRequest request(Question question, Instant now) {
        try {
            return new SearchRequest(
                    question.words().map(WordQuery::parse),
                    question.person().map(address),
                    question.with().map(address),
                    question.from().orElse(ArchiveQuery.BEGINNING),
                    question.until().filter(until -> until.isBefore(now)).orElse(now),
                    question.kind(),
                    Optional.empty(),
                    PAGE,
                    0);
        } catch (IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
    }

    private static Map<String, String> query(Question question, SearchRequest request) {
        Map<String, String> query = new LinkedHashMap<>();
        request.person().ifPresent(person -> query.put("person", person));
        request.with().ifPresent(with -> query.put("with", with));
        question.from().ifPresent(from -> query.put("from", from.toString()));
        query.put("until", request.until().toString());
        question.kind().ifPresent(kind -> query.put("kind", kind));
        return query;
    }

    private static Map<String, String> begun(
            Map<String, String> query, Question question, Path path) {
        Map<String, String> about = new LinkedHashMap<>();
        query.forEach((name, value) -> about.put("by-" + name, value));
        about.put("by-words", Boolean.toString(question.words().isPresent()));
        about.put("content", Boolean.toString(question.content()));
        about.put("target", path.toString());
        return about;
    }

    private static Content sealed(String words) {
        return Content.of("text/plain;charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
    }

    private ArchiveEvent.Exported done(UUID begun, String actor, Map<String, String> about) {
        return new ArchiveEvent.Exported(
                UUID.randomUUID(),
                clock.instant(),
                actor,
                about,
                Optional.of(begun),
                Optional.empty());
    }

    private AdminException failed(UUID begun, String actor, String why, Exception cause) {
        log.warn("{}: an export failed", actor, cause);
        record(
                done(begun, actor, Map.of("outcome", "failed", "reason", why)),
                "the export failed (" + why + ")");
        return new AdminException("nothing was exported: " + why);
    }

    private ArchivePosition record(ArchiveEvent event, String consequence) {
        try {
            return archive.append(event);
        } catch (ArchiveUnavailableException | CompletionException e) {
            throw new AdminException(
                    consequence + ", because the archive can't be written: " + e.getMessage());
        }
    }
}
