package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What earlier runs of the phone left on its way. Read when it is first needed; confined to the user-agent thread.
final class UnfinishedFiles {
    private static final Logger log = LoggerFactory.getLogger(UnfinishedFiles.class);

    /// A sender who was away for longer asks anew.
    static final Duration LONGEST_KEPT = Duration.ofDays(7);

    /// The server says itself when it does not have a file any more.
    private static final Duration LONGEST_STORED = Duration.ofDays(400);

    private final FileContext context;
    private final Predicate<FileStore.Kept> isUnderWay;
    private final EndedFiles ended;
    private final List<Runnable> waiting = new ArrayList<>(); // for what the store knows
    private final List<FileStore.Kept> all = new ArrayList<>();
    private boolean asked;
    private boolean known;

    /// @param isUnderWay whether it began again, in this run
    /// @param ended gets what has ended
    UnfinishedFiles(FileContext context, Predicate<FileStore.Kept> isUnderWay, EndedFiles ended) {
        this.context = context;
        this.isUnderWay = isUnderWay;
        this.ended = ended;
    }

    /// Runs a task when the store has been read, in the order of asking.
    void whenKnown(Runnable task) {
        if (known) {
            task.run();
            return;
        }
        waiting.add(task);
        if (asked) {
            return;
        }
        asked = true;
        context.kit()
                .store()
                .unfinished()
                .whenComplete((kept, failure) ->
                        context.thread()
                                .execute(() -> {
                                    known = true;
                                    if (failure != null) {
                                        log.warn("can't read which files are under way", failure);
                                    } else {
                                        kept.forEach(this::add);
                                    }
                                    List<Runnable> tasks = List.copyOf(waiting);
                                    waiting.clear();
                                    tasks.forEach(Runnable::run);
                                }));
    }

    private void add(FileStore.Kept kept) {
        if (isUnderWay.test(kept)) {
            return; // began while the store was read
        }
        Duration longest = isFetched(kept) ? LONGEST_STORED : LONGEST_KEPT;
        if (kept.since().plus(longest).isBefore(context.clock().instant())) {
            context.kit().store().forget(kept);
        } else if (kept.fate() == FileStore.Fate.OPEN) {
            all.add(kept);
        } else {
            ended.found(kept);
        }
    }

    private static boolean isFetched(FileStore.Kept kept) {
        return kept.incoming() && kept.storedAt().isPresent();
    }

    /// What an account was sending, once.
    List<FileStore.Kept> toSend(String account) {
        return taken(k -> !k.incoming() && k.account().equals(account));
    }

    /// What an account was offered, or fetching, by the server's store; once.
    List<FileStore.Kept> toFetch(String account) {
        return taken(k -> isFetched(k) && k.account().equals(account));
    }

    /// This one, if our user took it in an earlier run; once.
    Optional<FileStore.Kept> accepted(FileStore.Kept kept) {
        return taken(k -> !isFetched(k) && k.isSame(kept)).stream().findFirst();
    }

    private List<FileStore.Kept> taken(Predicate<FileStore.Kept> which) {
        List<FileStore.Kept> those = all.stream().filter(which).toList();
        all.removeAll(those);
        return those;
    }
}
