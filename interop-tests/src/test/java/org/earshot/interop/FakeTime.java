package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The library that gives a program another clock than the machine's (Debian's `faketime`).
final class FakeTime {
    private FakeTime() {}

    /// Where it is, to be preloaded; without it the test is skipped, and says so.
    static Path library() throws IOException {
        try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 3, FakeTime::isIt)) {
            return files.findFirst()
                    .orElseGet(() ->
                            Assumptions.abort(
                                    "SKIPPED: there is no faketime here; bin/test installs it"));
        }
    }

    private static boolean isIt(Path file, BasicFileAttributes attributes) {
        return attributes.isRegularFile() && file.endsWith("faketime/libfaketimeMT.so.1");
    }
}
