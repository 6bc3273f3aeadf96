package org.earshot.server.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.earshot.common.config.ConfigException;

/// `earshot admin config check FILE`: what the server would say of a configuration, without a server.
final class ConfigCheck {
    private static final String JSON = "--json";
    private static final int WRONG_USE = 2;

    private ConfigCheck() {}

    /// Whether these are the words of that command, with `--json` anywhere among them.
    static boolean isMeant(List<String> command) {
        List<String> words = command.stream().filter(word -> !word.equals(JSON)).toList();
        return words.size() >= 2 && words.subList(0, 2).equals(List.of("config", "check"));
    }

    static AdminAnswer run(AdminMain.Options options, AdminMain.ConfigSource configs) {
        List<String> rest =
                options.command().stream().filter(word -> !word.equals(JSON)).skip(2).toList();
        if (rest.size() != 1) {
            return new AdminAnswer(WRONG_USE, "", "usage: earshot admin config check FILE\n");
        }
        boolean json = options.command().contains(JSON);
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
                    json ? wrong(e.getMessage()) : "",
                    "earshot admin: " + e.getMessage() + "\n");
        }
    }

    private static String wrong(String error) {
        return JsonNodeFactory.instance.objectNode().put("valid", false).put("error", error) + "\n";
    }
}
