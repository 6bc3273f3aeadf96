package org.earshot.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.earshot.common.config.ConfigException;

/// A file with a secret on one line, and perhaps a line end.
final class SecretFile {
    private static final long LARGEST = 4096;

    private SecretFile() {}

    /// @param key that names the file
    /// @param reading makes the secret of its text; it may throw an `IllegalArgumentException` that does not repeat that
    /// @throws ConfigException which does not repeat what stands there
    static <T> T read(String key, Path file, Function<String, T> reading) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ConfigException(key, file + " is not there, or may not be read by this user");
        }
        FileChecks.checkMode(key, file, "600");
        try {
            if (Files.size(file) > LARGEST) {
                throw new ConfigException(key, file + " is too large to be a secret");
            }
            return reading.apply(Files.readString(file).stripTrailing());
        } catch (CharacterCodingException e) {
            throw new ConfigException(key, file + ": the secret is no text");
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new ConfigException(key, file + " can't be read");
        }
    }
}
