package org.earshot.proxy.message;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What somebody tells the server to do for them, as the whole text of a message; so that any phone can. Pure.
sealed interface ServiceCommand {
    /// A new device of mine may have what there was before it.
    ///
    /// @param code as typed
    record Allow(String code) implements ServiceCommand {}

    /// I want no messages of somebody.
    ///
    /// @param address as typed
    record Block(String address) implements ServiceCommand {}

    /// I want them again.
    ///
    /// @param address as typed
    record Unblock(String address) implements ServiceCommand {}

    /// Of whom do I want none?
    record Blocked() implements ServiceCommand {}

    /// What can I say?
    record Help() implements ServiceCommand {}

    /// Reads a text.
    ///
    /// @return empty for a text that is no command
    static Optional<ServiceCommand> parse(String text) {
        String line = text.strip();
        if (!line.startsWith("/") || line.length() > 600 || line.indexOf('\n') >= 0) {
            return Optional.empty();
        }
        List<String> words = List.of(line.split("\\s+", 2));
        String verb = words.getFirst().toLowerCase(Locale.ROOT);
        if (words.size() == 1) {
            return switch (verb) {
                case "/blocked" -> Optional.of(new Blocked());
                case "/help" -> Optional.of(new Help());
                default -> Optional.empty();
            };
        }
        String argument = words.getLast().strip();
        return switch (verb) {
            case "/allow" -> Optional.of(new Allow(argument)); // a code may be typed with spaces
            case "/block" -> oneWord(argument).map(Block::new);
            case "/unblock" -> oneWord(argument).map(Unblock::new);
            default -> Optional.empty();
        };
    }

    private static Optional<String> oneWord(String argument) {
        return Optional.of(argument).filter(one -> one.chars().noneMatch(Character::isWhitespace));
    }
}
