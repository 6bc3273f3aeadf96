package org.earshot.common.testdata;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Vectors and messages that others made, kept in `shared/testdata` beside the repository and never in it.
public final class SharedTestData {

    private SharedTestData() {}

    /// A file or folder of the test data. Where that is absent the calling test is skipped, and says so.
    public static Path path(String relative) {
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            Path candidate = folder.resolve("shared/testdata").resolve(relative);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return Assumptions.abort(
                "SKIPPED: no shared/testdata/" + relative + " beside the repository");
    }
}
