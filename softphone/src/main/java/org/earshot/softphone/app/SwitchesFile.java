package org.earshot.softphone.app;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import org.earshot.softphone.ua.Switches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is switched on, in a file of the data folder, a name a line; another thread writes. Thread-safe.
final class SwitchesFile implements Switches {
    private static final Logger log = LoggerFactory.getLogger(SwitchesFile.class);
    private static final String FILE = "switches";

    private final DataFolder folder;
    private final Executor writer;
    private final Set<String> on = new ConcurrentSkipListSet<>();

    /// @param writer a serial one
    SwitchesFile(DataFolder folder, Executor writer) {
        this.folder = folder;
        this.writer = writer;
        on.addAll(folder.lines(FILE));
    }

    @Override
    public boolean isOn(String name) {
        return on.contains(name);
    }

    @Override
    public void set(String name, boolean wanted) {
        if (wanted ? on.add(name) : on.remove(name)) {
            List<String> lines = List.copyOf(on);
            writer.execute(() -> {
                try {
                    folder.replace(FILE, lines);
                } catch (IOException e) {
                    log.warn("can't keep what is switched on: {}", e.getMessage());
                }
            });
        }
    }
}
