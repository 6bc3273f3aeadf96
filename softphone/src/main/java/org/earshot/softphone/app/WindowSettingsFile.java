package org.earshot.softphone.app;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the window remembers, a line `NAME VALUE` for each, in a file of the data folder. It is written some moments after a change, as a window that is moved changes with
/// every pixel, and when it is closed. Any thread.
final class WindowSettingsFile implements WindowSettings, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WindowSettingsFile.class);
    private static final String FILE = "window";
    private static final int LATER_MILLIS = 1_000;

    private final DataFolder folder;
    private final Map<String, String> values = new ConcurrentSkipListMap<>();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("window-settings").factory());

    WindowSettingsFile(DataFolder folder) {
        this.folder = folder;
        for (String line : folder.lines(FILE)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                values.put(line.substring(0, space), line.substring(space + 1));
            }
        }
    }

    @Override
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public void put(String name, String value) {
        if (name.indexOf(' ') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("setting " + name);
        }
        if (!value.equals(values.put(name, value)) && !changed.getAndSet(true)) {
            var _ = writer.schedule(this::write, LATER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void write() {
        if (changed.getAndSet(false)) {
            try {
                folder.write(
                        FILE,
                        values.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .toList());
            } catch (StartFailure e) {
                log.warn("how the window is to look is not remembered: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        writer.shutdownNow();
        write();
    }
}
