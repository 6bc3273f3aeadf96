package org.earshot.softphone.ua;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import org.earshot.softphone.ua.FileStore.Fate;

/// What became of files that were offered to us, for when their senders offer them once more or take them back: they may not have heard of it.
/// Also in later runs, for seven days. Confined to the user-agent thread.
final class EndedFiles {
    private static final int MOST = 200;

    private final FileContext context;
    private final Deque<FileStore.Kept> all = new ArrayDeque<>();

    EndedFiles(FileContext context) {
        this.context = context;
    }

    /// One of an earlier run.
    void found(FileStore.Kept ended) {
        add(ended);
    }

    /// One that has just ended.
    ///
    /// @return done when a later run knows it too
    CompletionStage<Void> remember(FileStore.Kept ended) {
        add(ended);
        return context.kit().store().keep(ended);
    }

    private void add(FileStore.Kept ended) {
        all.addLast(ended);
        if (all.size() > MOST) {
            context.kit().store().forget(all.removeFirst());
        }
    }

    /// What became of a file.
    ///
    /// @return [Fate#OPEN] where nothing is known
    Fate of(FileStore.Kept file) {
        return all.stream()
                .filter(file::isSame)
                .reduce((_, last) -> last)
                .map(FileStore.Kept::fate)
                .orElse(Fate.OPEN);
    }
}
