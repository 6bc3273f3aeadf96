package org.earshot.softphone.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Finds what is waited for in the lines that server and phones print. Pure.
final class PhoneLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PhoneLines() {}

    /// The first value behind a key in a line `prefix … key…`.
    ///
    /// @param key with its `=`
    static Optional<String> value(String line, String prefix, String key) {
        int at = line.indexOf(" " + key);
        if (!line.startsWith(prefix) || at < 0) {
            return Optional.empty();
        }
        String rest = line.substring(at + 1 + key.length());
        int end = rest.indexOf(' ');
        return Optional.of(end < 0 ? rest : rest.substring(0, end));
    }

    /// Makes an event of a line, if it is the one.
    ///
    /// @return throws a DemoFailure at a registration that failed for good
    static Function<String, Optional<JsonNode>> event(String name, Predicate<JsonNode> condition) {
        return line -> {
            try {
                JsonNode event = JSON.readTree(line);
                // with retryMs the phone tries again by itself: a busy machine may need a second
                // handshake
                if (event.path("event").asText().equals("registration-failed")
                        && !event.has("retryMs")) {
                    throw new DemoFailure("registration failed: " + event.path("reason").asText());
                }
                return event.path("event").asText().equals(name) && condition.test(event)
                        ? Optional.of(event)
                        : Optional.empty();
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        };
    }

    /// A call that has come to this state.
    static Function<String, Optional<JsonNode>> call(String state) {
        return event("call", e -> e.path("state").asText().equals(state));
    }
}
