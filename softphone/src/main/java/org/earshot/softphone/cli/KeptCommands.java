package org.earshot.softphone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.earshot.softphone.contactfile.ContactFile;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.UserAgent;

/// Commands about what the phone keeps on its own machine. What is answered comes later, on any thread.
final class KeptCommands {
    private static final int USUAL = 50;
    private static final int MOST = 1_000;

    private final UserAgent agent;
    private final BiConsumer<ObjectNode, String> print;

    /// @param print prints an event with the tag of its command
    KeptCommands(UserAgent agent, BiConsumer<ObjectNode, String> print) {
        this.agent = agent;
        this.print = print;
    }

    /// @return false: it is no command of these
    /// @throws IllegalArgumentException with a sentence for the user
    boolean execute(CommandLine command) {
        switch (command.name()) {
            case "calls" ->
                    answer(
                            agent.journal().calls(Optional.empty(), number(command)),
                            JournalJson::calls,
                            command);
            case "files" -> answer(files(command), JournalJson::files, command);
            case "missed" -> missed(command);
            case "search" -> {
                String words = required(command.rest(), "search WORDS");
                answer(
                        agent.chat().search(words, USUAL),
                        found -> JournalJson.found(words, found),
                        command);
            }
            case "draft" ->
                    agent.drafts()
                            .put(
                                    required(command.firstAndRest().getFirst(), "draft URI [TEXT]"),
                                    command.firstAndRest().getLast());
            case "drafts" -> answer(agent.drafts().all(), JournalJson::drafts, command);
            case "dnd" -> doNotDisturb(command);
            case "favourite" -> favourite(command);
            case "diagnostics" ->
                    answer(
                            agent.diagnostics().write(path(command.rest(), "diagnostics PATH")),
                            file -> JournalJson.diagnostics(file.toString()),
                            command);
            case "import" -> importContacts(command);
            default -> {
                return false;
            }
        }
        return true;
    }

    private CompletionStage<List<JournalEntry.PastFile>> files(CommandLine command) {
        List<String> words = command.firstAndRest();
        return words.getFirst().equals("named")
                ? agent.journal().filesNamed(required(words.getLast(), "files named WORDS"), USUAL)
                : agent.journal().files(Optional.empty(), number(command));
    }

    private <T> void answer(
            CompletionStage<T> stage, Function<T, ObjectNode> json, CommandLine command) {
        var _ =
                stage.whenComplete((result, failure) ->
                        print.accept(
                                failure == null
                                        ? json.apply(result)
                                        : EventJson.error(why(failure)),
                                command.tag()));
    }

    private static String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return String.valueOf(cause.getMessage());
    }

    private static int number(CommandLine command) {
        if (command.rest().isEmpty()) {
            return USUAL;
        }
        if (!command.rest().matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("usage: " + command.name() + " [NUMBER]");
        }
        return Math.min(Integer.parseInt(command.rest()), MOST);
    }

    private void missed(CommandLine command) {
        switch (command.rest()) {
            case "" -> answer(agent.journal().missedUnseen(), JournalJson::missed, command);
            case "seen" ->
                    answer(agent.journal().seenMissed(), _ -> JournalJson.missed(0), command);
            default -> throw new IllegalArgumentException("usage: missed [seen]");
        }
    }

    private void doNotDisturb(CommandLine command) {
        switch (command.rest()) {
            case "on" -> agent.doNotDisturb(true);
            case "off" -> agent.doNotDisturb(false);
            case "" ->
                    print.accept(JournalJson.doNotDisturb(agent.isDoNotDisturb()), command.tag());
            default -> throw new IllegalArgumentException("usage: dnd on|off");
        }
    }

    private void favourite(CommandLine command) {
        List<String> words = command.firstAndRest();
        String uri = required(words.getLast(), "favourite add|remove URI");
        switch (words.getFirst()) {
            case "add" -> agent.contacts().favourite(uri, true);
            case "remove" -> agent.contacts().favourite(uri, false);
            default -> throw new IllegalArgumentException("usage: favourite add|remove URI");
        }
    }

    private void importContacts(CommandLine command) {
        String usage = "import [--preview] PATH";
        boolean preview = command.firstAndRest().getFirst().equals("--preview");
        Path file = path(preview ? command.firstAndRest().getLast() : command.rest(), usage);
        answer(
                agent.contacts().read(file),
                read -> {
                    if (!preview) {
                        agent.contacts().putAll(contacts(read));
                    }
                    return JournalJson.imported(read, !preview);
                },
                command);
    }

    private static List<Contact> contacts(ContactFile.Preview preview) {
        return preview.found().stream().map(one -> new Contact(one.uri(), one.name())).toList();
    }

    private static Path path(String text, String usage) {
        try {
            return Path.of(required(text, usage));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no path", e);
        }
    }

    private static String required(String argument, String usage) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException("usage: " + usage);
        }
        return argument;
    }
}
