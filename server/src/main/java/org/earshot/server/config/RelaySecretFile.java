package org.earshot.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.common.config.ConfigException;
import org.earshot.common.relay.RelaySecret;

/// The file that `relay.secretFile` names: the secret, and perhaps a line end.
final class RelaySecretFile {
    private static final String KEY = "relay.secretFile";
    private static final long LARGEST = 4096;

    private RelaySecretFile() {}

    /// @throws ConfigException which does not repeat what stands there
    static RelaySecret read(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ConfigException(KEY, file + " is not there, or may not be read by this user");
        }
        FileChecks.checkMode(KEY, file, "600");
        try {
            if (Files.size(file) > LARGEST) {
                throw new ConfigException(KEY, file + " is too large to be a secret");
            }
            return RelaySecret.of(Files.readString(file).stripTrailing());
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new ConfigException(
                    KEY,
                    file
                            + ": "
                            + (e instanceof IllegalArgumentException
                                    ? e.getMessage()
                                    : "the secret is no text"));
        } catch (IOException e) {
            throw new ConfigException(KEY, file + " can't be read");
        }
    }
}
