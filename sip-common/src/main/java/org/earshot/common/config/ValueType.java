package org.earshot.common.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Text into a value of a record component's type. Stateless.
final class ValueType {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private ValueType() {}

    /// The type in words, as it stands in messages and in the list of keys.
    static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? "list of " + name(argument(generic))
                    : name(argument(generic)) + ", or nothing";
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return "sections";
        }
        if (raw.isEnum()) {
            return "one of " + constants(raw);
        }
        return switch (raw.getName()) {
            case "java.lang.String" -> "text";
            case "int", "long" -> "whole number";
            case "double" -> "number";
            case "boolean" -> "true or false";
            case "java.time.Duration" -> "duration (500ms, 30s, 5m, 1h, 2d)";
            case "java.nio.file.Path" -> "path";
            default -> throw new IllegalArgumentException("a configuration can't hold a " + type);
        };
    }

    /// The record of which a list's sections are; empty for all other types.
    static Optional<Class<?>> section(Type type) {
        return type instanceof ParameterizedType generic
                        && generic.getRawType() == List.class
                        && argument(generic) instanceof Class<?> element
                        && element.isRecord()
                ? Optional.of(element)
                : Optional.empty();
    }

    /// Reads what was written.
    ///
    /// @throws ConfigException naming key, value and place if it is not of this type
    static Object read(String key, ConfigValue value, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type element = argument(generic);
            if (generic.getRawType() == Optional.class) {
                return Optional.of(read(key, value, element));
            }
            if (value.texts().contains(ConfigValue.SECTION)) {
                throw wrong(key, value, type);
            }
            return value.texts().stream().map(text -> scalar(key, text, value, element)).toList();
        }
        if (value.isList()) {
            throw wrong(key, value, type);
        }
        return scalar(key, value.texts().getFirst(), value, type);
    }

    private static Object scalar(String key, String text, ConfigValue value, Type type) {
        Class<?> raw = (Class<?>) type;
        try {
            if (raw.isEnum()) {
                return constant(raw, text).orElseThrow(() -> wrong(key, value, type));
            }
            return switch (raw.getName()) {
                case "java.lang.String" -> text;
                case "int" -> Integer.parseInt(text);
                case "long" -> Long.parseLong(text);
                case "double" -> number(text);
                case "boolean" ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw wrong(key, value, type);
                        };
                case "java.time.Duration" ->
                        duration(text).orElseThrow(() -> wrong(key, value, type));
                case "java.nio.file.Path" -> Path.of(text);
                default ->
                        throw new IllegalArgumentException("a configuration can't hold a " + type);
            };
        } catch (NumberFormatException | InvalidPathException e) {
            throw wrong(key, value, type);
        }
    }

    private static double number(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    private static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    private static Optional<Object> constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> written(constant).equals(text.toLowerCase(Locale.ROOT)))
                .map(Object.class::cast)
                .findFirst();
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(ValueType::written)
                .collect(Collectors.joining(", "));
    }

    /// `ONE_WAY` is written `one-way`.
    private static String written(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Type argument(ParameterizedType type) {
        if (type.getRawType() != List.class && type.getRawType() != Optional.class) {
            throw new IllegalArgumentException("a configuration can't hold a " + type);
        }
        return type.getActualTypeArguments()[0];
    }

    static ConfigException wrong(String key, ConfigValue value, Type type) {
        return new ConfigException(
                key, value.shown() + " should be " + name(type) + " (" + value.origin() + ")");
    }
}
