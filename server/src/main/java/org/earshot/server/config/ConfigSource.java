package org.earshot.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.earshot.common.config.ConfigException;
import org.earshot.common.config.ConfigProblem;
import org.earshot.common.config.ConfigReader;

/// Where a server has its configuration from.
///
/// @param file `--config`
/// @param data `--data`
/// @param sets `--set`, `KEY=VALUE` each
/// @param environment for the standard data folder
public record ConfigSource(
        Optional<Path> file,
        Optional<Path> data,
        List<String> sets,
        Map<String, String> environment) {
    public ConfigSource {
        sets = List.copyOf(sets);
        environment = Map.copyOf(environment);
    }

    /// Reads and checks.
    ///
    /// @throws ConfigException naming the key
    public ServerConfig read() {
        return ConfigFiles.read(file, data, sets, environment);
    }

    /// Reads another file as if it stood in the place of this one.
    ///
    /// @param folder the server's data folder, for a file that names none
    /// @param name for messages
    /// @param valid gets it, where there is no problem
    /// @return what is wrong with it
    public List<ConfigProblem> read(
            Path folder, String name, byte[] content, Consumer<ServerConfig> valid) {
        List<String> all = new ArrayList<>(sets);
        data.ifPresent(one -> all.add("data=" + one));
        return ConfigReader.problems(
                ServerConfig.class,
                ServerConfig.defaults(folder),
                name,
                content,
                all,
                config -> {
                    FileChecks.check(config);
                    valid.accept(config);
                });
    }

    /// Keys that the command line sets.
    public List<String> overridden() {
        List<String> keys = new ArrayList<>();
        sets.forEach(set -> keys.add(set.substring(0, set.indexOf('=')).strip()));
        data.ifPresent(_ -> keys.add("data"));
        return keys;
    }
}
