package org.earshot.softphone.app;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.earshot.softphone.ua.Memory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Facts in a file of the data folder, written by another thread than the one that learns. Thread-safe.
final class FileMemory implements Memory {
    private static final Logger log = LoggerFactory.getLogger(FileMemory.class);
    private static final String FILE = "known";

    private final DataFolder folder;
    private final Executor writer;
    private final Set<String> facts = ConcurrentHashMap.newKeySet();

    /// @param writer a serial one
    FileMemory(DataFolder folder, Executor writer) {
        this.folder = folder;
        this.writer = writer;
        facts.addAll(folder.lines(FILE));
    }

    @Override
    public boolean knows(String fact) {
        return facts.contains(fact);
    }

    @Override
    public void learn(String fact) {
        if (facts.add(fact)) {
            writer.execute(() -> {
                try {
                    folder.append(FILE, fact);
                } catch (IOException e) {
                    log.warn("can't keep what was learnt: {}", e.getMessage());
                }
            });
        }
    }
}
