package org.earshot.common.config;

import java.util.OptionalInt;

/// Something in a file that can't be used.
///
/// @param key the dotted key that must change; the file's name where the file as a whole can't be read
/// @param line in the file, from 1; empty where the key does not stand there
/// @param problem what is wrong, without the key
public record ConfigProblem(String key, OptionalInt line, String problem) {

    static ConfigProblem of(ConfigException wrong, OptionalInt line) {
        return new ConfigProblem(
                wrong.key(), line, wrong.getMessage().substring(wrong.key().length() + 2));
    }
}
