package org.earshot.softphone.media.audio;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Which source or sink is meant: `device`, `device:NAME`, `tone`, `silence`, `null`, or the path of a WAV file.
public sealed interface AudioSpec {
    /// A device by its name, or the system's default one.
    record Device(Optional<String> name) implements AudioSpec {}

    /// A WAV file: read as a source, written as a sink.
    record File(Path path) implements AudioSpec {}

    /// A sine of 440 Hz. A source only.
    record Tone() implements AudioSpec {}

    /// Zeros at the right pace. A source only.
    record Silence() implements AudioSpec {}

    /// Takes frames at the right pace and drops them. A sink only; as a source it is silence.
    record Null() implements AudioSpec {}

    /// @throws IllegalArgumentException when `text` is empty or no such thing; the message names the allowed forms
    static AudioSpec parse(String text) {
        if (text.startsWith("device:") && text.length() > "device:".length()) {
            return new Device(Optional.of(text.substring("device:".length())));
        }
        return switch (text) {
            case "device" -> new Device(Optional.empty());
            case "tone" -> new Tone();
            case "silence" -> new Silence();
            case "null" -> new Null();
            case "", "device:" ->
                    throw new IllegalArgumentException(
                            "'%s' names no sound: use device, device:NAME, tone, silence, null or the path of a WAV file"
                                    .formatted(text));
            default -> file(text);
        };
    }

    private static File file(String text) {
        try {
            return new File(Path.of(text));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'%s' is no path of a file".formatted(text), e);
        }
    }
}
