package org.earshot.proxy.archive.search;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.ShreddingListener;

/// The words of records that go, go first: while it can still be read what they are. Those of another node's records, whose keys
/// are not here, go with the key of their month. Confined to the thread that shreds.
public final class WordShredding implements ShreddingListener {
    private final RecordOpener records;
    private final WordTable table;
    private final WordKeys keys;

    public WordShredding(RecordOpener records, WordTable table, WordKeys keys) {
        this.records = records;
        this.table = table;
        this.keys = keys;
    }

    @Override
    public void shredding(List<Doomed> doomed) {
        Map<UUID, WordTable.Progress> chains = table.progress();
        Map<String, Integer> numbers = table.keys();
        List<WordKey> all = keys.all();
        List<WordTable.Row> rows = new ArrayList<>();
        for (OpenedRecord row : records.at(doomed.stream().map(Doomed::position).toList(), true)) {
            ArchivedEvent event = row.event();
            Optional<WordTable.Progress> chain =
                    Optional.ofNullable(chains.get(event.position().chain()));
            if (chain.isEmpty() || !WordKey.hasMonth(event.at())) {
                continue;
            }
            Posting posting =
                    new Posting(
                            Columns.micros(event.at()),
                            chain.get().chain(),
                            event.position().number());
            String prefix = event.retention() + "." + WordKey.month(event.at()) + ".";
            for (WordKey key : all) {
                if (key.id().startsWith(prefix) && numbers.containsKey(key.id())) {
                    Tokens tokens = new Tokens(key);
                    int number = numbers.get(key.id());
                    Term.of(row).stream()
                            .mapToLong(tokens::of)
                            .distinct()
                            .forEach(token -> rows.add(new WordTable.Row(number, token, posting)));
                }
            }
        }
        if (!rows.isEmpty()) {
            table.remove(rows);
        }
    }

    @Override
    public void over(BiPredicate<String, YearMonth> gone) {
        for (WordKey key : keys.all()) {
            String retention = key.id().substring(0, key.id().indexOf('.'));
            Optional<YearMonth> month = WordKey.month(key.id());
            if (month.isPresent() && gone.test(retention, month.get())) {
                Optional.ofNullable(table.keys().get(key.id())).ifPresent(table::forget);
                keys.destroy(key.id());
            }
        }
    }
}
