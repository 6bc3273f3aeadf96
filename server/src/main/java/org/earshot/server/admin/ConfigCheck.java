package org.earshot.server.admin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.earshot.common.config.ConfigException;

/// `earshot admin config check FILE`: what the server would say of a configuration, without a server.
final class ConfigCheck {
    private static final int WRONG_USE = 2;

    private ConfigCheck() {}

    static AdminAnswer run(AdminMain.Options options, AdminMain.ConfigSource configs) {
        List<String> rest =
                options.command().stream().skip(2).filter(word -> !word.equals("--json")).toList();
        if (rest.size() != 1) {
            return new AdminAnswer(WRONG_USE, "", "usage: earshot admin config check FILE\n");
        }
        boolean json = options.command().contains("--json");
        Path file = Path.of(rest.getFirst());
        try {
            if (!Files.isReadable(file)) {
                throw new ConfigException(file.toString(), "can't be read");
            }
            configs.read(Optional.of(file), options.data(), options.sets());
            return new AdminAnswer(
                    0, json ? "{\"valid\":true}\n" : file + ": every key is valid\n", "");
        } catch (ConfigException e) {
            return new AdminAnswer(
                    1,
                    json ? "{\"valid\":false}\n" : "",
                    "earshot admin: " + e.getMessage() + "\n");
        }
    }
}
