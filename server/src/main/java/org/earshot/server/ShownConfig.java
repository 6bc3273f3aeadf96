package org.earshot.server;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.earshot.server.config.ServerConfig;

/// The settings of a server by key, as an administrator may see them. Pure.
final class ShownConfig {
    /// Where these stand in a key's name its value may be a secret, unless it is a file's name.
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passphrase|secret|token).*");

    /// A user and a password may stand in an address, such as `jdbc:mysql://host/db?password=…`.
    private static final Pattern IN_ADDRESS =
            Pattern.compile("(?i)(password|user|secret|token)=[^&;\\s\"']*");

    /// Or before its host.
    private static final Pattern BEFORE_HOST =
            Pattern.compile("(?<=//)[^/@\\s\"':]+:[^/@\\s\"']+(?=@)");

    static final String MASKED = "(not shown)";

    private ShownConfig() {}

    static Map<String, String> of(ServerConfig config) {
        Map<String, String> values = new TreeMap<>();
        plain(config, (key, value) -> values.put(key, shown(key, value)));
        return values;
    }

    /// The same with secrets: to compare, and never to show.
    static Map<String, String> plain(ServerConfig config) {
        Map<String, String> values = new TreeMap<>();
        plain(
                config,
                (key, value) -> {
                    Object plain = value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
                    values.put(key, plain == null ? "" : words(plain));
                });
        return values;
    }

    private static void plain(ServerConfig config, BiConsumer<String, Object> values) {
        add("", config, values);
    }

    /// The values themselves, by key; only to compare them.
    static Map<String, Object> values(ServerConfig config) {
        Map<String, Object> values = new TreeMap<>();
        plain(config, values::put);
        return values;
    }

    static String withoutSecrets(String text) {
        return BEFORE_HOST
                .matcher(IN_ADDRESS.matcher(text).replaceAll("$1=" + MASKED))
                .replaceAll(MASKED);
    }

    private static void add(String before, Record section, BiConsumer<String, Object> values) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            String key = before + component.getName();
            Object value = value(component, section);
            if (value instanceof Record nested) {
                add(key + ".", nested, values);
            } else {
                values.accept(key, value);
            }
        }
    }

    /// What a section has.
    static Object value(RecordComponent component, Record section) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A value as it may be shown: without secrets.
    static String shown(String key, Object value) {
        Object plain = value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
        if (plain == null) {
            return "";
        }
        return SECRET.matcher(key).matches() && !(plain instanceof Path)
                ? MASKED
                : withoutSecrets(words(plain));
    }

    private static String words(Object value) {
        return switch (value) {
            case List<?> list ->
                    list.stream().map(String::valueOf).collect(Collectors.joining(", "));
            case Enum<?> one -> one.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            case Duration duration -> duration(duration);
            default -> value.toString();
        };
    }

    /// As it is written in the configuration.
    private static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
    }
}
