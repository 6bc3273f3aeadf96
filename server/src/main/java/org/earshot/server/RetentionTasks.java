package org.earshot.server;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.RetentionTables;
import org.earshot.proxy.archive.Shredder;
import org.earshot.proxy.archive.ShreddingListener;
import org.earshot.proxy.archive.search.WordShredding;

/// What a server does so that nothing is kept for longer than it is to be. Thread-safe.
final class RetentionTasks {
    // other nodes' decisions are known so soon
    private static final Duration POLICY = Duration.ofMinutes(1);

    // the shredding's calendar counts on it
    private static final Duration SHREDDING = Duration.ofHours(1);

    private final Stores stores;
    private final Shredder shredder;

    RetentionTasks(Stores stores, Archive archive, InstantSource clock) {
        this.stores = stores;
        shredder =
                new Shredder(
                        stores.archiveParts().kept(),
                        stores.archiveParts().keys(),
                        archive,
                        listener(stores),
                        clock);
    }

    void start(PeriodicTasks tasks) {
        tasks.every(POLICY, "retention", stores.archiveParts().retention()::refresh);
        tasks.every(SHREDDING, "shredding", this::shred);
    }

    private void shred() {
        shredder.run();
        noteCompaction(stores);
    }

    /// What goes with the records: their words, and the messages that phones may still get, with what is known of them.
    static ShreddingListener listener(Stores stores) {
        ArchiveParts parts = stores.archiveParts();
        return messages(stores)
                .and(new WordShredding(parts.opener(), parts.words(), parts.wordKeys()));
    }

    private static ShreddingListener messages(Stores stores) {
        return records ->
                stores.messages()
                        .shred(
                                records.stream()
                                        .filter(doomed -> doomed.kind().equals("message-received"))
                                        .map(ShreddingListener.Doomed::event)
                                        .toList());
    }

    /// An embedded database's file still has what was removed in pages that are free: it is written anew when the server stops.
    static void noteCompaction(Stores stores) {
        RetentionTables kept = stores.archiveParts().kept();
        RetentionTables.State state = kept.state();
        if (state.shreddedAt() > state.compactedAt()) {
            stores.database()
                    .filter(database -> database.dialect() == Dialect.H2)
                    .ifPresent((Database database) ->
                            database.compactOnClose(() -> kept.compactedAt(state.shreddedAt())));
        }
    }

    /// The same where something was removed that is no record.
    static void compact(Stores stores) {
        stores.database()
                .filter(database -> database.dialect() == Dialect.H2)
                .ifPresent((Database database) -> database.compactOnClose(() -> {}));
        noteCompaction(stores);
    }

    /// For `status`.
    static Map<String, Object> status(Stores stores) {
        Map<String, Object> facts = new LinkedHashMap<>();
        try {
            RetentionTables.State state = stores.archiveParts().kept().state();
            facts.put(
                    "calendar",
                    state.calendarDay() == 0
                            ? "begins within the hour"
                            : LocalDate.ofEpochDay(state.calendarDay()).toString());
            facts.put("shreddedAt", time(state.shreddedAt()));
            facts.put(
                    "compacted",
                    state.shreddedAt() == 0 || state.compactedAt() >= state.shreddedAt());
            Map<String, List<String>> copies =
                    stores.archiveParts().kept().keyCopies().stream()
                            .collect(
                                    Collectors.groupingBy(
                                            RetentionTables.KeyCopy::signer,
                                            Collectors.mapping(
                                                    RetentionTables.KeyCopy::key,
                                                    Collectors.toList())));
            facts.put("keysToDestroy", copies);
        } catch (StoreUnavailableException e) {
            facts.put("unknown", e.getMessage());
        }
        return facts;
    }

    private static String time(long micros) {
        return micros == 0 ? "never" : Columns.instant(micros).toString();
    }
}
