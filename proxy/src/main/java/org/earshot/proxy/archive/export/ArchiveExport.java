package org.earshot.proxy.archive.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.DisclosedRecord;
import org.earshot.proxy.archive.ExportProof;
import org.earshot.proxy.archive.ExportSigner;
import org.earshot.proxy.archive.RecordDiscloser;
import org.earshot.proxy.archive.search.ArchiveSearch;
import org.earshot.proxy.archive.search.SearchPage;
import org.earshot.proxy.archive.search.SearchRequest;

/// Writes all that a search finds, page after page, the latest first, with its proof and a signed manifest. In memory are a page, and a
/// bit for each record of the chains. For one export, confined to its thread.
public final class ArchiveExport {
    /// Records with content at a time: each may have 16 MiB.
    private static final int AT_ONCE = 16;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final ArchiveSearch search;
    private final RecordDiscloser records;
    private final ExportProof proof;
    private final ExportSigner signer;
    private final LongConsumer progress;

    private final ExportCounts counts = new ExportCounts();
    private final Map<UUID, BitSet> written = new TreeMap<>();
    private final TreeSet<String> keysElsewhere = new TreeSet<>();
    private long notYetRead;

    /// @param progress is told how many records there are, page after page
    public ArchiveExport(
            ArchiveSearch search,
            RecordDiscloser records,
            ExportProof proof,
            ExportSigner signer,
            LongConsumer progress) {
        this.search = search;
        this.records = records;
        this.proof = proof;
        this.signer = signer;
        this.progress = progress;
    }

    /// Writes it. Whoever calls has recorded that it begins, and records what became of it before it is finished.
    ///
    /// @throws IOException if it can't be written
    public ExportResult write(ExportOrder order, ExportTarget target) throws IOException {
        Path folder = target.folder();
        List<HashedFile.Sum> sums = new ArrayList<>(records(order, folder));
        List<ExportProof.Head> heads;
        try (HashedFile out = new HashedFile(folder.resolve("proof.json"))) {
            heads = proof.write(out, written);
            sums.add(out.sum("proof.json"));
        }
        List<String> gaps = gaps();
        byte[] manifest = JSON.writeValueAsBytes(manifest(order, heads, gaps, sums));
        try (HashedFile out = new HashedFile(folder.resolve("manifest.sig"))) {
            out.append(signer.signer() + " " + signer.sign(manifest).hex() + "\n");
        }
        try (HashedFile out = new HashedFile(folder.resolve("manifest.json"))) {
            out.write(manifest);
            return new ExportResult(counts.all(), gaps, out.sum("manifest.json").sha256());
        }
    }

    private List<HashedFile.Sum> records(ExportOrder order, Path folder) throws IOException {
        Files.createDirectory(
                folder.resolve("messages"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (HashedFile json = new HashedFile(folder.resolve("records.json"));
                HashedFile csv = new HashedFile(folder.resolve("records.csv"));
                HashedFile mails = new HashedFile(folder.resolve("messages.sha256"))) {
            csv.append(CsvLine.BYTE_ORDER_MARK).append(CsvLine.of(RecordRow.COLUMNS));
            Optional<ArchiveQuery.Place> next = Optional.empty();
            do {
                SearchPage page = search.search(page(order.request(), next));
                keysElsewhere.addAll(page.gaps().keysElsewhere());
                notYetRead = Math.max(notYetRead, page.gaps().notYetRead());
                List<ArchivePosition> found =
                        page.found().stream().map(one -> one.row().event().position()).toList();
                counts.matched(found.size());
                for (int from = 0; from < found.size(); from += AT_ONCE) {
                    List<ArchivePosition> some =
                            found.subList(from, Math.min(found.size(), from + AT_ONCE));
                    for (DisclosedRecord row : records.at(some, order.withContent())) {
                        write(row, folder, json, csv, mails);
                    }
                }
                next = page.next();
                progress.accept(counts.exported());
            } while (next.isPresent());
            return List.of(
                    json.sum("records.json"), csv.sum("records.csv"), mails.sum("messages.sha256"));
        }
    }

    private static SearchRequest page(SearchRequest first, Optional<ArchiveQuery.Place> next) {
        return new SearchRequest(
                first.words(),
                first.person(),
                first.with(),
                first.from(),
                first.until(),
                first.kind(),
                next,
                first.limit(),
                first.context());
    }

    private void write(
            DisclosedRecord row, Path folder, HashedFile json, HashedFile csv, HashedFile mails)
            throws IOException {
        StringBuilder line = new StringBuilder();
        RecordRow.json(row, line);
        json.append(line);
        csv.append(CsvLine.of(RecordRow.cells(row)));
        if (MailMessage.isOne(row)) {
            String name = MailMessage.name(row);
            try (HashedFile mail = new HashedFile(folder.resolve(name))) {
                mail.write(MailMessage.of(row));
                mails.append(mail.sum(name).sha256() + "  " + name + "\n");
            }
        }
        counts.exported(row);
        written.computeIfAbsent(row.position().chain(), _ -> new BitSet())
                .set(Math.toIntExact(row.position().number()));
    }

    private List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        if (notYetRead > 0) {
            gaps.add(
                    notYetRead
                            + " records were not searched: their words are still being read, or their keys are on another node");
        }
        if (!keysElsewhere.isEmpty()) {
            gaps.add(
                    "what other nodes have read was not searched, because their keys are not here: "
                            + String.join(", ", keysElsewhere));
        }
        return gaps;
    }

    private Map<String, Object> manifest(
            ExportOrder order,
            List<ExportProof.Head> heads,
            List<String> gaps,
            List<HashedFile.Sum> sums) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("export", "earshot-archive-export-1");
        manifest.put("software", "earshot " + order.software());
        manifest.put("madeAt", order.at().toString());
        manifest.put("actor", order.actor());
        manifest.put("begunRecord", order.begun().toString());
        manifest.put("query", order.query());
        manifest.put("content", order.withContent());
        manifest.put("order", "the latest first");
        manifest.put("counts", counts.all());
        manifest.put("complete", gaps.isEmpty());
        manifest.put("gaps", gaps);
        manifest.put("signer", signer.signer());
        manifest.put("publicKey", signer.publicKey());
        manifest.put("heads", heads.stream().map(ArchiveExport::fields).toList());
        manifest.put("files", sums.stream().map(ArchiveExport::fields).toList());
        return manifest;
    }

    private static Map<String, Object> fields(ExportProof.Head head) {
        return new TreeMap<>(
                Map.of(
                        "record",
                        head.position().toString(),
                        "hash",
                        head.hash().hex(),
                        "anchored",
                        head.anchored()));
    }

    private static Map<String, Object> fields(HashedFile.Sum sum) {
        return new TreeMap<>(
                Map.of("name", sum.name(), "bytes", sum.size(), "sha256", sum.sha256()));
    }
}
