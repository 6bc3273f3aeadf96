package org.earshot.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.config.ConfigException;
import org.earshot.common.config.ConfigReader;

/// From `--config`, `--data` and `--set` to a checked [ServerConfig].
public final class ConfigFiles {
    /// Stands for "nobody said where", until it is known that nobody did.
    private static final Path NOWHERE = Path.of("");

    private ConfigFiles() {}

    /// Reads and checks.
    ///
    /// @param sets `KEY=VALUE` each
    /// @param environment for the standard data folder, which matters only where nobody names another
    /// @throws ConfigException naming the key
    public static ServerConfig read(
            Optional<Path> file,
            Optional<Path> data,
            List<String> sets,
            Map<String, String> environment) {
        List<String> all = new ArrayList<>(sets);
        data.ifPresent(folder -> all.add("data=" + folder));
        ServerConfig config = read(NOWHERE, file, all);
        return config.data().equals(NOWHERE)
                ? read(DataDirectory.standard(environment), file, all)
                : config;
    }

    private static ServerConfig read(Path data, Optional<Path> file, List<String> sets) {
        return ConfigReader.read(ServerConfig.class, ServerConfig.defaults(data), file, sets);
    }
}
