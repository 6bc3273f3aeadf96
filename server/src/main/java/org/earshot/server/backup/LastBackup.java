package org.earshot.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// When the last backup of a data folder was taken, as a file there says: it is for the doctor, and nothing else asks it.
public final class LastBackup {
    private static final String NAME = "last-backup";
    private static final int LONGEST = 64;

    private LastBackup() {}

    /// Empty where none is known of.
    public static Optional<Instant> in(Path data) {
        try (InputStream in = Files.newInputStream(data.resolve(NAME))) {
            return Optional.of(
                    Instant.parse(
                            new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII).strip()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    static void set(Path data, String takenAt) throws IOException {
        Files.writeString(data.resolve(NAME), takenAt + "\n");
    }
}
