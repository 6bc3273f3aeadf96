package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long the garbage collector stopped a process, by the log that the JVM writes.
final class GcPauses {
    private static final Pattern PAUSE =
            Pattern.compile("\\[([^]]+)] GC\\(\\d+\\) (?:[yYoO]: )?Pause .* (\\d+\\.\\d+)ms");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

    /// One of them.
    ///
    /// @param at when it ended
    record Pause(Instant at, double millis) {}

    private GcPauses() {}

    /// What a JVM needs, so that each process writes a log into the folder.
    static String option(Path folder) {
        return "-Xlog:gc,gc+phases:file=" + folder.resolve("gc-%p.log") + ":time:filecount=0";
    }

    /// Those of a process between two moments.
    static List<Pause> of(Path folder, ProcessHandle process, Instant from, Instant to)
            throws IOException {
        return Files.readAllLines(folder.resolve("gc-" + process.pid() + ".log")).stream()
                .map(PAUSE::matcher)
                .filter(Matcher::matches)
                .map(found ->
                        new Pause(
                                OffsetDateTime.parse(found.group(1), TIME).toInstant(),
                                Double.parseDouble(found.group(2))))
                .filter(pause -> pause.at().isAfter(from) && pause.at().isBefore(to))
                .toList();
    }
}
