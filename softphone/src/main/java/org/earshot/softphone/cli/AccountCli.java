package org.earshot.softphone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.ua.AccountService;

/// The commands about the account and the directory; each becomes one event, with its tag. Passwords come in files. Thread-safe.
final class AccountCli {
    private static final int MOST = 100;
    private static final String PHONES =
            "phones | phones end ID | phones add LABEL | phones remove LABEL | phones sign-out";
    private static final String PICTURE =
            "picture get URI [FILE] | picture set FILE | picture remove";

    private final AccountService account;
    private final AccountAnswers answers;

    AccountCli(AccountService account, AccountAnswers answers) {
        this.account = account;
        this.answers = answers;
    }

    /// Carries a command out, if it is one of these.
    ///
    /// @return whether it is
    boolean execute(CommandLine command) {
        switch (command.name()) {
            case "profile" ->
                    answers.tell(
                            command, account.profile(), person -> person(named("profile"), person));
            case "display-name" -> answers.done(command, account.rename(command.rest()));
            case "password" -> password(command);
            case "picture" -> picture(command);
            case "directory" -> directory(command);
            case "phones" -> phones(command);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void password(CommandLine command) {
        String usage = "password CURRENT-FILE NEW-FILE [forget-phones]";
        String[] words = command.rest().split("\\s+", -1);
        boolean forget = words.length == 3 && words[2].equals("forget-phones");
        if (words.length < 2 || (words.length > 2 && !forget)) {
            throw new IllegalArgumentException("usage: " + usage);
        }
        answers.done(command, account.changePassword(secret(words[0]), secret(words[1]), forget));
    }

    private static String secret(String file) {
        try {
            return Files.readString(path(file)).lines().findFirst().orElse("");
        } catch (IOException _) {
            throw new IllegalArgumentException(file + " can't be read");
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no path", e);
        }
    }

    private void picture(CommandLine command) {
        String what = command.firstAndRest().getFirst();
        String rest = command.firstAndRest().getLast();
        switch (what) {
            case "set" -> answers.done(command, account.setPicture(path(required(rest, PICTURE))));
            case "remove" -> answers.done(command, account.removePicture());
            case "get" -> {
                List<String> words = new CommandLine("", "", rest).firstAndRest();
                String whose = required(words.getFirst(), PICTURE);
                Optional<Path> file =
                        Optional.of(words.getLast())
                                .filter(text -> !text.isEmpty())
                                .map(AccountCli::path);
                answers.tell(
                        command, account.picture(whose), picture -> picture(whose, picture, file));
            }
            default -> throw new IllegalArgumentException("usage: " + PICTURE);
        }
    }

    private static ObjectNode picture(
            String whose, Optional<AccountService.Picture> picture, Optional<Path> file) {
        ObjectNode event = named("picture").put("uri", whose);
        if (picture.isEmpty()) {
            return event.put("bytes", 0);
        }
        byte[] content = picture.get().content();
        event.put("type", picture.get().type()).put("bytes", content.length);
        file.ifPresent(to -> {
            try {
                Files.write(to, content);
                event.put("file", to.toString());
            } catch (IOException e) {
                event.put("reason", to + " can't be written");
            }
        });
        return event;
    }

    private void directory(CommandLine command) {
        Optional<String> after = Optional.empty();
        String words = command.rest();
        if (command.firstAndRest().getFirst().equals("--after")) {
            List<String> rest =
                    new CommandLine("", "", command.firstAndRest().getLast()).firstAndRest();
            after = Optional.of(required(rest.getFirst(), "directory [--after NAME] [WORDS]"));
            words = rest.getLast();
        }
        answers.tell(
                command,
                account.directory(words, after, MOST),
                page -> {
                    ObjectNode event = named("directory");
                    ArrayNode people = event.putArray("people");
                    page.people().forEach(person -> person(people.addObject(), person));
                    page.next().ifPresent(next -> event.put("next", next));
                    return event;
                });
    }

    private static ObjectNode person(ObjectNode json, AccountService.Person person) {
        json.put("uri", person.address()).put("name", person.displayName());
        person.picture().ifPresent(etag -> json.put("picture", etag));
        return json;
    }

    private void phones(CommandLine command) {
        String what = command.firstAndRest().getFirst();
        String rest = command.firstAndRest().getLast();
        switch (what) {
            case "" -> answers.tell(command, account.devices(), AccountCli::phones);
            case "end" -> answers.done(command, account.endDevice(required(rest, PHONES)));
            case "remove" -> answers.done(command, account.removeDevice(required(rest, PHONES)));
            case "sign-out" -> answers.done(command, account.signOutEverywhere());
            case "add" -> {
                String label = required(rest, PHONES);
                answers.tell(
                        command,
                        account.addDevice(label),
                        password ->
                                named("phone-password")
                                        .put("label", label)
                                        .put("password", password));
            }
            default -> throw new IllegalArgumentException("usage: " + PHONES);
        }
    }

    private static ObjectNode phones(AccountService.Devices devices) {
        ObjectNode event = named("phones");
        ArrayNode registered = event.putArray("registered");
        for (AccountService.Device device : devices.registered()) {
            registered
                    .addObject()
                    .put("id", device.id())
                    .put("userAgent", device.userAgent())
                    .put("transport", device.transport())
                    .put("seenAt", device.seenAt().toString())
                    .put("expiresAt", device.expiresAt().toString())
                    .put("here", device.here());
        }
        ArrayNode passwords = event.putArray("passwords");
        devices.passwords().forEach(passwords::add);
        return event;
    }

    private static String required(String argument, String usage) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException("usage: " + usage);
        }
        return argument;
    }

    private static ObjectNode named(String event) {
        return JsonNodeFactory.instance.objectNode().put("event", event);
    }
}
