package org.earshot.common.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads a configuration record from YAML and from `--set KEY=VALUE`.
///
/// A nested record is a section, its components are keys below it (`listen.udp`). What neither file nor
/// `--set` names has the value of the default instance. Types: `String`, `int`, `long`, `double`,
/// `boolean`, `Duration`, `Path`, enums (written `one-way`), `List` and `Optional` of these; and `List` of records, whose
/// sections are written in the file alone. Such a record has a static method `template()` without parameters: the values of
/// keys that a section does not name. Its own [ConfigException]s name the key as it stands in the section.
/// The records check themselves: what a compact constructor throws ends as a [ConfigException].
///
/// Stateless; any thread.
public final class ConfigReader {
    private static final Pattern SECRET =
            Pattern.compile(
                    "(.*(password|passphrase|secret|token|privatekey))", Pattern.CASE_INSENSITIVE);

    private static final Pattern NUMBER = Pattern.compile("\\[[0-9]+]");

    private ConfigReader() {}

    /// @param type the record
    /// @param defaults the values of keys that nobody set
    /// @param file YAML; without one, the defaults
    /// @param sets `KEY=VALUE` each, the last one wins; above the file. A list's values are separated by commas
    /// @throws ConfigException naming the key and the problem in one line
    public static <T extends Record> T read(
            Class<T> type, T defaults, Optional<Path> file, List<String> sets) {
        Map<String, Type> known = types(type);
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        file.ifPresent(path -> values.putAll(YamlValues.read(path)));
        for (String set : sets) {
            override(set, known, values);
        }
        values.forEach((key, value) -> checkKnown(key, value, known));
        return record(type, defaults, "", values);
    }

    /// What is wrong with a proposed file, all of it: what [#read] says of it, of it without that, and so on.
    ///
    /// What is wrong only because another value was left out, and says so by naming its key, does not count.
    ///
    /// @param name of the file, for messages
    /// @param further what else is to be checked of a configuration that could be read; throws [ConfigException]
    /// @return in the order in which it was found; empty: the file can be used
    public static <T extends Record> List<ConfigProblem> problems(
            Class<T> type,
            T defaults,
            String name,
            byte[] content,
            List<String> sets,
            Consumer<T> further) {
        Map<String, Type> known = types(type);
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        try {
            values.putAll(YamlValues.parse(name, content));
            for (String set : sets) {
                override(set, known, values);
            }
        } catch (ConfigException e) {
            return List.of(ConfigProblem.of(e, OptionalInt.empty()));
        }
        List<ConfigProblem> problems = new ArrayList<>();
        Set<String> left = new HashSet<>();
        while (true) { // each round leaves something out, or is the last
            try {
                values.forEach((key, value) -> checkKnown(key, value, known));
                further.accept(record(type, defaults, "", values));
                return problems;
            } catch (ConfigException e) {
                OptionalInt line = line(e.key(), values);
                if (left.stream().noneMatch(key -> mentions(e.getMessage(), key))) {
                    problems.add(ConfigProblem.of(e, line));
                }
                Set<String> wrong = new HashSet<>(values.keySet());
                wrong.removeIf(key -> !key.equals(e.key()) && !key.startsWith(e.key() + "."));
                if (wrong.isEmpty()) {
                    return problems;
                }
                values.keySet().removeAll(wrong);
                left.addAll(wrong);
            }
        }
    }

    private static boolean mentions(String message, String key) {
        return Pattern.compile("(?<![A-Za-z.])" + Pattern.quote(key) + "(?![A-Za-z])")
                .matcher(message)
                .find();
    }

    private static OptionalInt line(String key, Map<String, ConfigValue> values) {
        ConfigValue value = values.get(key);
        return value == null ? OptionalInt.empty() : value.line();
    }

    /// Every key of a record, by name.
    public static List<ConfigKey> keys(Class<? extends Record> type) {
        return types(type).entrySet().stream()
                .map(entry -> new ConfigKey(entry.getKey(), ValueType.name(entry.getValue())))
                .toList();
    }

    private static void override(
            String set, Map<String, Type> known, Map<String, ConfigValue> values) {
        int equals = set.indexOf('=');
        if (equals < 1) {
            throw new ConfigException("--set", "\"" + firstWord(set) + "\" should be KEY=VALUE");
        }
        String key = set.substring(0, equals).strip();
        String text = set.substring(equals + 1).strip();
        // where a secret stands is none: tls.privateKey is a file's name
        if (SECRET.matcher(key).matches() && !isPath(known.get(key))) {
            // The command line of a process is there for every user of the machine to read.
            throw new ConfigException(
                    key,
                    "a secret can't be given by --set: write it to a file that only you can read,"
                            + " and give its name, such as "
                            + fileKey(key, known));
        }
        if (key.indexOf('[') >= 0) {
            throw new ConfigException(key, "is in a list of sections: write it into the file");
        }
        checkKnown(key, ConfigValue.plain("", "--set"), known);
        if (ValueType.section(known.get(key)).isPresent()) {
            throw new ConfigException(key, "has sections: write it into the file");
        }
        boolean list = ValueType.name(known.get(key)).startsWith("list of");
        values.put(
                key,
                list
                        ? new ConfigValue(
                                Arrays.stream(text.split(","))
                                        .map(String::strip)
                                        .filter(element -> !element.isEmpty())
                                        .toList(),
                                true,
                                "--set")
                        : ConfigValue.plain(text, "--set"));
    }

    private static boolean isPath(Type type) {
        return type == Path.class
                || (type instanceof ParameterizedType generic
                        && generic.getActualTypeArguments()[0] == Path.class);
    }

    private static String firstWord(String set) {
        // Never the whole argument: it may hold a secret that lost its equals sign.
        String word = set.strip().split("\\s", 2)[0];
        return word.length() <= 20 ? word : word.substring(0, 20) + "…";
    }

    private static String fileKey(String secretKey, Map<String, Type> known) {
        String wanted = secretKey + "File";
        return known.containsKey(wanted)
                ? wanted
                : known.keySet().stream()
                        .filter(key -> key.toLowerCase(Locale.ROOT).endsWith("file"))
                        .findFirst()
                        .orElse(wanted);
    }

    private static void checkKnown(String written, ConfigValue value, Map<String, Type> known) {
        if (!written.equals(unnumbered(written))) {
            checkElement(written, value, known);
            return;
        }
        checkKnownPlain(written, value, known);
    }

    /// As it stands in the list of keys: `trunks[].name`.
    private static String unnumbered(String key) {
        return NUMBER.matcher(key).replaceAll("[]");
    }

    private static void checkElement(String written, ConfigValue value, Map<String, Type> known) {
        try {
            checkKnownPlain(unnumbered(written), value, known);
        } catch (ConfigException e) {
            throw new ConfigException(written, e.getMessage().substring(e.key().length() + 2));
        }
    }

    private static void checkKnownPlain(String key, ConfigValue value, Map<String, Type> known) {
        boolean section = known.keySet().stream().anyMatch(name -> name.startsWith(key + "."));
        if (known.containsKey(key) && value.isNothing()) {
            throw new ConfigException(
                    key,
                    "has no value; without the line it has its default (" + value.origin() + ")");
        }
        if (known.containsKey(key) || (section && value.isNothing())) {
            return;
        }
        String problem =
                section
                        ? "is a section, its keys stand below it"
                        : "is no key of this configuration"
                                + NearestKey.to(key, known.keySet())
                                        .map(nearest -> "; did you mean " + nearest + "?")
                                        .orElse("");
        throw new ConfigException(key, problem + " (" + value.origin() + ")");
    }

    private static Map<String, Type> types(Class<? extends Record> type) {
        Map<String, Type> types = new TreeMap<>();
        collect(type, "", types);
        return types;
    }

    private static void collect(Class<?> type, String prefix, Map<String, Type> types) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + component.getName();
            if (component.getType().isRecord()) {
                collect(component.getType(), key + '.', types);
            } else {
                types.put(key, component.getGenericType());
                ValueType.section(component.getGenericType())
                        .ifPresent(element -> collect(element, key + "[].", types));
            }
        }
    }

    private static <T extends Record> T record(
            Class<T> type, T defaults, String prefix, Map<String, ConfigValue> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = argument(components[i], defaults, prefix, values);
        }
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw refused(prefix, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a configuration can't be read into " + type, e);
        }
    }

    private static Object argument(
            RecordComponent component,
            Record defaults,
            String prefix,
            Map<String, ConfigValue> values) {
        String key = prefix + component.getName();
        Object inherited = valueOf(component, defaults);
        if (inherited instanceof Record section) {
            return section(section, key + '.', values);
        }
        ConfigValue value = values.get(key);
        if (value == null) {
            return inherited;
        }
        Optional<Class<?>> element = ValueType.section(component.getGenericType());
        if (element.isPresent()) {
            if (!value.isSections()) {
                throw ValueType.wrong(key, value, component.getGenericType());
            }
            List<Object> sections = new ArrayList<>();
            for (int i = 1; i <= value.texts().size(); i++) {
                sections.add(
                        element(template(element.get()), YamlValues.element(key, i) + '.', values));
            }
            return List.copyOf(sections);
        }
        return ValueType.read(key, value, component.getGenericType());
    }

    private static Record element(Record template, String prefix, Map<String, ConfigValue> values) {
        try {
            return section(template, prefix, values);
        } catch (ConfigException e) {
            if (e.key().startsWith(prefix.substring(0, prefix.length() - 1))) {
                throw e;
            }
            throw new ConfigException(
                    prefix + e.key(), e.getMessage().substring(e.key().length() + 2));
        }
    }

    private static Record template(Class<?> element) {
        try {
            var method = element.getDeclaredMethod("template");
            method.setAccessible(true);
            return (Record) method.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(element + " has no template()", e);
        }
    }

    /// Captures the type of a nested record.
    @SuppressWarnings(
            "unchecked") // getClass() of a T is a Class<T> where T is a record: records have no
    // subclasses
    private static <S extends Record> S section(
            S defaults, String prefix, Map<String, ConfigValue> values) {
        return record((Class<S>) defaults.getClass(), defaults, prefix, values);
    }

    private static Object valueOf(RecordComponent component, Record of) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("can't read " + component, e);
        }
    }

    private static RuntimeException refused(String prefix, Throwable cause) {
        if (cause instanceof ConfigException known) {
            return known;
        }
        if (cause instanceof IllegalArgumentException) {
            String section =
                    prefix.isEmpty() ? "configuration" : prefix.substring(0, prefix.length() - 1);
            return new ConfigException(section, String.valueOf(cause.getMessage()));
        }
        return new IllegalStateException("a configuration record failed", cause);
    }
}
