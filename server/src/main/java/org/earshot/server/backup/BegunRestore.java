package org.earshot.server.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a restore says of itself before it writes the first file.
///
/// @param form of this description
/// @param backup the hash of the backup's description
/// @param places that were empty, and that it writes to: absolute paths
/// @param database [RestoredDatabase#name]
record BegunRestore(int form, String backup, List<String> places, String database) {
    /// No list of places is longer, in bytes.
    static final int LONGEST = 1 << 20;

    private static final int FORM = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    BegunRestore {
        places = List.copyOf(places);
    }

    static BegunRestore of(String backup, List<Path> places, String database) {
        return new BegunRestore(
                FORM,
                backup,
                places.stream().map(place -> Places.absolute(place).toString()).toList(),
                database);
    }

    Set<Path> paths() {
        return places.stream().map(Path::of).collect(Collectors.toUnmodifiableSet());
    }

    byte[] write() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JacksonException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @return nothing if that is no such description
    static Optional<BegunRestore> read(byte[] text) {
        try {
            BegunRestore begun = JSON.readValue(text, BegunRestore.class);
            return Optional.ofNullable(begun).filter(BegunRestore::isWhole);
        } catch (IOException | InvalidPathException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private boolean isWhole() {
        return form == FORM
                && backup != null
                && database != null
                && paths().stream()
                        .allMatch(place ->
                                place.isAbsolute()
                                        && place.getNameCount() > 0
                                        && place.equals(place.normalize()));
    }
}
