package org.earshot.common.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// The scalars and lists of a YAML file by dotted key, each with its line. Sections may be nested or
/// written with dots; those in a list have keys such as `trunks[1].name`.
final class YamlValues {
    private final String fileName;
    private final Map<String, ConfigValue> values = new LinkedHashMap<>();

    private YamlValues(String fileName) {
        this.fileName = fileName;
    }

    /// @throws ConfigException with the file's name, line and column if it is missing, unreadable or no YAML
    static Map<String, ConfigValue> read(Path file) {
        return parse(file.toString(), content(file));
    }

    /// @throws ConfigException as for [#read]
    static Map<String, ConfigValue> parse(String fileName, byte[] content) {
        YamlValues values = new YamlValues(fileName);
        String text = values.decode(content);
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            values.document(parser);
        } catch (JsonProcessingException e) {
            throw values.broken(e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof ConfigException known) {
                throw known;
            }
            // SnakeYAML's reader throws its own exceptions for characters that YAML does not allow.
            throw new ConfigException(fileName, "is not YAML: " + oneLine(e.getMessage()));
        }
        return values.values;
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file.toString(), "there is no such file");
        } catch (AccessDeniedException e) {
            throw new ConfigException(file.toString(), "may not be read by this user");
        } catch (IOException e) {
            throw new ConfigException(
                    file.toString(),
                    Files.isDirectory(file)
                            ? "is a directory"
                            : "can't be read: " + e.getMessage());
        }
    }

    private String decode(byte[] content) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(fileName, "is not UTF-8 text");
        }
    }

    private void document(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return; // empty, or comments only: all defaults
        }
        if (first != JsonToken.START_OBJECT) {
            throw at(parser, fileName, "a configuration is a list of KEY: VALUE lines");
        }
        section(parser, "");
        if (parser.nextToken() != null) {
            throw at(parser, fileName, "a second document begins");
        }
    }

    private void section(JsonParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = prefix + parser.currentName();
            if (parser.currentName().indexOf('[')
                    >= 0) { // those are made here, for sections in lists
                throw at(parser, key, "is no key of this configuration");
            }
            JsonToken token = parser.nextToken();
            switch (token) {
                case START_OBJECT -> section(parser, key + '.');
                case START_ARRAY -> put(key, list(parser, key));
                case VALUE_NULL -> put(key, ConfigValue.nothing(origin(parser)));
                default -> put(key, ConfigValue.plain(parser.getText(), origin(parser)));
            }
        }
    }

    private ConfigValue list(JsonParser parser, String key) throws IOException {
        String origin = origin(parser);
        List<String> texts = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
            if (t == JsonToken.START_OBJECT) {
                texts.add(ConfigValue.SECTION);
                section(parser, element(key, texts.size()) + '.');
                continue;
            }
            if (!t.isScalarValue() || t == JsonToken.VALUE_NULL) {
                throw at(parser, key, "a list holds plain values, or sections");
            }
            texts.add(parser.getText());
        }
        return new ConfigValue(texts, true, origin);
    }

    /// A list's element, from 1.
    static String element(String key, int number) {
        return key + '[' + number + ']';
    }

    private void put(String key, ConfigValue value) {
        ConfigValue before = values.putIfAbsent(key, value);
        if (before != null) {
            throw new ConfigException(
                    key, "is given twice (" + before.origin() + "; " + value.origin() + ")");
        }
    }

    private String origin(JsonParser parser) {
        return fileName + ConfigValue.LINE + parser.currentTokenLocation().getLineNr();
    }

    private ConfigException at(JsonParser parser, String key, String problem) {
        return new ConfigException(key, problem + " (" + origin(parser) + ")");
    }

    private ConfigException broken(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return broken(
                    marked.getProblemMark().getLine() + 1,
                    marked.getProblemMark().getColumn() + 1,
                    marked.getProblem());
        }
        return e.getLocation() == null
                ? new ConfigException(fileName, "is not YAML: " + oneLine(e.getOriginalMessage()))
                : broken(
                        e.getLocation().getLineNr(),
                        e.getLocation().getColumnNr(),
                        e.getOriginalMessage());
    }

    private ConfigException broken(int line, int column, String problem) {
        return new ConfigException(
                fileName, "line " + line + ", column " + column + ": " + oneLine(problem));
    }

    private static String oneLine(String text) {
        return text == null ? "unknown problem" : text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
}
