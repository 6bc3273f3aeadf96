package org.earshot.common.testdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Files of a folder of [SharedTestData].
public final class Vectors {
    private Vectors() {}

    /// All whose name ends so, by name.
    ///
    /// @param folder such as `rfc-xml`
    /// @param ending such as `-presence.xml`
    public static SortedMap<String, byte[]> ending(String folder, String ending) {
        SortedMap<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(SharedTestData.path(folder))) {
            for (Path file :
                    files.filter(f -> f.getFileName().toString().endsWith(ending)).toList()) {
                found.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /// One file.
    public static byte[] read(String file) {
        try {
            return Files.readAllBytes(SharedTestData.path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
