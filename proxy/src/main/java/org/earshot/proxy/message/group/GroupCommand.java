package org.earshot.proxy.message.group;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What somebody tells a group to do, as the whole text of a message; so that any phone can. Pure.
public sealed interface GroupCommand {
    /// I want to be in it.
    record Join() implements GroupCommand {}

    /// I don't want to be in it any more.
    record Leave() implements GroupCommand {}

    /// Who is in it?
    record Who() implements GroupCommand {}

    /// What can I say?
    record Help() implements GroupCommand {}

    /// Owners: somebody is to be in it.
    record Add(String name) implements GroupCommand {}

    /// Owners: somebody is not.
    record Remove(String name) implements GroupCommand {}

    /// Owners: somebody is an owner too, in the group or not yet.
    record Owner(String name) implements GroupCommand {}

    /// Owners: somebody is a member like others, no owner any more.
    record Plain(String name) implements GroupCommand {}

    /// Owners: only owners write, or everybody.
    record Moderated(boolean on) implements GroupCommand {}

    /// Owners: anybody may join, or nobody.
    record Open(boolean on) implements GroupCommand {}

    /// Reads a text.
    ///
    /// @return empty for a text that is no command, and goes to all
    static Optional<GroupCommand> parse(String text) {
        String line = text.strip();
        if (!line.startsWith("/") || line.length() > 400 || line.indexOf('\n') >= 0) {
            return Optional.empty();
        }
        List<String> words = List.of(line.split("\\s+", -1));
        String verb = words.getFirst().toLowerCase(Locale.ROOT);
        if (words.size() == 1) {
            return switch (verb) {
                case "/join" -> Optional.of(new Join());
                case "/leave" -> Optional.of(new Leave());
                case "/who" -> Optional.of(new Who());
                case "/help" -> Optional.of(new Help());
                default -> Optional.empty();
            };
        }
        if (words.size() != 2) {
            return Optional.empty();
        }
        String argument = words.get(1);
        return switch (verb) {
            case "/add" -> Optional.of(new Add(argument));
            case "/remove" -> Optional.of(new Remove(argument));
            case "/owner" -> Optional.of(new Owner(argument));
            case "/member" -> Optional.of(new Plain(argument));
            case "/moderated" -> onOrOff(argument).map(Moderated::new);
            case "/open" -> onOrOff(argument).map(Open::new);
            default -> Optional.empty();
        };
    }

    private static Optional<Boolean> onOrOff(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "on" -> Optional.of(true);
            case "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
