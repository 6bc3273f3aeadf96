package org.earshot.proxy.archive.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveKeys;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.InMemoryArchiveKeys;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.junit.jupiter.api.BeforeEach;

/// An archive on any tables, to be written and searched.
abstract class SearchedArchive {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456Z");
    static final String ALICE = "sip:alice@example.org";
    static final String BOB = "sip:bob@example.org";
    static final String CAROL = "sip:carol@example.org";
    static final String TEAM = "sip:team@example.org";

    final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    final InstantSource clock = now::get;
    final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    final InMemoryWordKeys wordKeys = new InMemoryWordKeys();
    ArchiveTables tables;
    WordTable words;

    /// Tables without a record.
    abstract ArchiveTables emptyTables();

    /// A table without a word, in the same place.
    abstract WordTable emptyWords();

    @BeforeEach
    void open() {
        tables = emptyTables();
        words = emptyWords();
    }

    final Archive archive(ArchiveKeys of) {
        return ChainedArchive.open(ArchiveConfig.of("n1"), tables, AnchorJournal.none(), of, clock);
    }

    final RecordOpener opener() {
        return new RecordOpener(tables, keys);
    }

    final ArchiveIndexer indexer() {
        return new ArchiveIndexer(opener(), words, wordKeys, clock);
    }

    final ArchiveSearch search() {
        return new ArchiveSearch(opener(), words, wordKeys);
    }

    static ArchiveEvent message(Instant at, String from, List<String> to, String text) {
        return new ArchiveEvent.MessageReceived(
                UUID.randomUUID(),
                at,
                RetentionClass.MESSAGE,
                new Sender(from, Optional.empty(), IdentityProof.DIGEST, Optional.empty()),
                to,
                "call",
                "id",
                Map.of(),
                Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    final ArchivePosition write(String from, String to, String text) {
        now.updateAndGet(at -> at.plusMillis(1));
        try (Archive archive = archive(keys)) {
            return archive.append(message(clock.instant(), from, List.of(to), text));
        }
    }

    final List<String> texts(SearchPage page) {
        return page.found().stream().map(found -> text(found.row())).toList();
    }

    static String text(OpenedRecord row) {
        return row.content().map(ContentText::of).orElse("-");
    }

    final List<String> found(String typed) {
        return texts(search().search(SearchRequest.words(typed, 10)));
    }

    static SearchRequest request(
            Optional<String> typed, Optional<String> person, Optional<String> with, int limit) {
        return new SearchRequest(
                typed.map(WordQuery::parse),
                person,
                with,
                ArchiveQuery.BEGINNING,
                ArchiveQuery.END,
                Optional.empty(),
                Optional.empty(),
                limit,
                0);
    }

    final List<ArchivePosition> pages(SearchRequest first) {
        List<ArchivePosition> found = new ArrayList<>();
        Optional<ArchiveQuery.Place> before = Optional.empty();
        do {
            SearchPage page =
                    search().search(
                                    new SearchRequest(
                                            first.words(),
                                            first.person(),
                                            first.with(),
                                            first.from(),
                                            first.until(),
                                            first.kind(),
                                            before,
                                            first.limit(),
                                            0));
            page.found().forEach(one -> found.add(one.row().event().position()));
            assertThat(page.found().size()).isLessThanOrEqualTo(first.limit());
            before = page.next();
        } while (before.isPresent());
        return found;
    }
}
