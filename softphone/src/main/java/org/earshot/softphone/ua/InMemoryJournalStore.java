package org.earshot.softphone.ua;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/// The journal in memory, the oldest forgotten. Thread-safe.
final class InMemoryJournalStore implements JournalStore {
    private static final int MOST = 10_000;
    private static final int MOST_OF_ONE = 1_000;

    private record Row(String account, JournalEntry entry) {
        boolean isMissedCall() {
            return entry instanceof JournalEntry.PastCall call
                    && call.outcome() == JournalEntry.Outcome.MISSED;
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Set<String> unseen = new HashSet<>();

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /// What does not outlive the process has no next run to be seen in.
    @Override
    public CompletionStage<Void> begin(String account, JournalEntry entry) {
        return done(null);
    }

    @Override
    public synchronized CompletionStage<Void> write(String account, JournalEntry entry) {
        Row row = new Row(account, entry);
        rows.put(entry.id(), row);
        if (row.isMissedCall()) {
            unseen.add(entry.id());
        }
        if (rows.size() > MOST) {
            String oldest = rows.keySet().iterator().next();
            rows.remove(oldest);
            unseen.remove(oldest);
        }
        return done(null);
    }

    private <T extends JournalEntry> List<T> newest(
            Class<T> kind, String account, Optional<Instant> before, int most) {
        return of(account)
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(entry -> before.isEmpty() || entry.at().isBefore(before.get()))
                .sorted(Comparator.comparing(JournalEntry::at).reversed())
                .limit(most)
                .toList();
    }

    private Stream<JournalEntry> of(String account) {
        return new ArrayList<>(rows.values())
                .reversed().stream().filter(row -> row.account.equals(account)).map(Row::entry);
    }

    @Override
    public synchronized CompletionStage<List<JournalEntry.PastCall>> calls(
            String account, Optional<Instant> before, int most) {
        return done(newest(JournalEntry.PastCall.class, account, before, most));
    }

    @Override
    public synchronized CompletionStage<List<JournalEntry.PastFile>> files(
            String account, Optional<Instant> before, int most) {
        return done(newest(JournalEntry.PastFile.class, account, before, most));
    }

    @Override
    public synchronized CompletionStage<List<JournalEntry.PastFile>> filesNamed(
            String account, List<String> words, int most) {
        return done(
                newest(JournalEntry.PastFile.class, account, Optional.empty(), MOST).stream()
                        .filter(file -> SearchWords.areIn(file.name(), words))
                        .limit(most)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<List<JournalEntry>> of(
            String account, String conversation, Instant from, Instant to) {
        return done(
                of(account)
                        .filter(entry -> SipUris.canonical(entry.peer()).equals(conversation))
                        .filter(entry -> !entry.at().isBefore(from) && entry.at().isBefore(to))
                        .sorted(Comparator.comparing(JournalEntry::at).reversed())
                        .limit(MOST_OF_ONE)
                        .toList()
                        .reversed());
    }

    @Override
    public synchronized CompletionStage<Integer> missedUnseen(String account) {
        return done(
                (int) unseen.stream().filter(id -> rows.get(id).account.equals(account)).count());
    }

    @Override
    public synchronized CompletionStage<Void> seenMissed(String account) {
        unseen.removeIf(id -> rows.get(id).account.equals(account));
        return done(null);
    }
}
