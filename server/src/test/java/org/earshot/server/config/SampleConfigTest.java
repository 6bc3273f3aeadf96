package org.earshot.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.common.config.ConfigKey;
import org.earshot.common.config.ConfigReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `config/earshot.yaml` is a promise: it loads, says the defaults, and explains every key.
class SampleConfigTest {
    private static final Path SAMPLE = Path.of("..", "config", "earshot.yaml");

    @Test
    void theSampleIsTheDefaults() {
        Path data = Path.of("/data");
        assertThat(ConfigFiles.read(Optional.of(SAMPLE), Optional.of(data), List.of(), Map.of()))
                .isEqualTo(ServerConfig.defaults(data));
    }

    static Stream<ConfigKey> keys() {
        return ConfigReader.keys(ServerConfig.class).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void everyKeyStandsInTheSampleBelowItsSection(ConfigKey key) throws IOException {
        // what sections of a list have stands below it too
        String[] path = key.name().replace("[]", "").split("\\.", -1);
        List<String> lines = Files.readAllLines(SAMPLE);
        int at = 0;
        for (int depth = 0; depth < path.length; depth++) {
            String indent = "  ".repeat(depth);
            String name = path[depth];
            int from = at;
            at =
                    java.util.stream.IntStream.range(from, lines.size())
                            .filter(i ->
                                    lines.get(i).startsWith(indent + name + ":")
                                            || lines.get(i).startsWith(indent + "#" + name + ":"))
                            .findFirst()
                            .orElse(-1);
            assertThat(at).as("the line of " + key.name()).isNotNegative();
        }
    }
}
