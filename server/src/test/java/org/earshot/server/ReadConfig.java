package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.server.config.ConfigSource;
import org.earshot.server.config.ServerConfig;

/// Configurations of example.org, as text.
final class ReadConfig {
    private ReadConfig() {}

    /// What a server with that data folder takes from a file that says this besides its domain; fails the test where it says something wrong.
    static ServerConfig of(Path data, String text) {
        AtomicReference<ServerConfig> read = new AtomicReference<>();
        assertThat(
                        new ConfigSource(Optional.empty(), Optional.of(data), List.of(), Map.of())
                                .read(
                                        data,
                                        "earshot.yaml",
                                        ("domain: example.org\n" + text)
                                                .getBytes(StandardCharsets.UTF_8),
                                        read::set))
                .isEmpty();
        return read.get();
    }
}
