package org.earshot.softphone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.PresenceRule;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;

/// A phone on a terminal, or under a test: commands by lines on standard input, events as lines of JSON on
/// standard output. Commands may come from one thread, events from another; whole lines are written.
public final class PhoneCli {
    /// Tags of messages are kept for what becomes of these later.
    private static final int MOST_TAGS = 10_000;

    private final UserAgent agent;
    private final PrintStream out;
    private final KeptCommands kept;
    private final boolean tellsDisplayed;
    private final AccountCli account;
    private final GroupCli groups;

    /// Guards everything below, and the output: a command's tag is known before its first event is written.
    private final Object lock = new Object();

    private final Map<Id, String> tags = new LinkedHashMap<>();
    private final Set<Id> calls = new LinkedHashSet<>();
    private final Set<Id> files = new LinkedHashSet<>();

    /// Prints nothing before [#printEvents].
    ///
    /// @param out for JSON, in UTF-8 whatever its charset
    /// @param tellsDisplayed whether the authors of messages are told that these were displayed, once they are printed
    public PhoneCli(UserAgent agent, PrintStream out, boolean tellsDisplayed) {
        this.agent = agent;
        this.out = out;
        this.tellsDisplayed = tellsDisplayed;
        kept = new KeptCommands(agent, this::tell);
        AccountAnswers answers = new AccountAnswers(this::tell);
        this.account = new AccountCli(agent.account(), answers);
        this.groups = new GroupCli(agent.groups(), answers);
    }

    private void tell(ObjectNode event, String tag) {
        synchronized (lock) {
            print(event, tag);
        }
    }

    /// Prints what was done by a link before the phone logs in.
    public void printEnrolled(String event, String address) {
        tell(EventJson.enrolled(event, address), "");
    }

    /// Begins to print events.
    public void printEvents() {
        var _ = agent.subscribe(this::onEvent);
    }

    /// Carries out commands until `quit` or the end of the input.
    ///
    /// @throws IOException if the input can't be read
    public void run(InputStream in) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line;
        do {
            line = lines.readLine();
        } while (line != null && execute(line));
    }

    /// Carries out one line.
    ///
    /// @return false after `quit`
    boolean execute(String line) {
        CommandLine command = CommandLine.parse(line);
        synchronized (lock) {
            try {
                return execute(command);
            } catch (IllegalArgumentException e) {
                print(EventJson.error(e.getMessage()), command.tag());
                return true;
            }
        }
    }

    private boolean execute(CommandLine command) {
        switch (command.name()) {
            case "" -> {}
            case "quit" -> {
                return false;
            }
            case "call" -> tag(call(command), command);
            case "nearby" -> agent.direct().nearby();
            case "answer" -> agent.answer(tagged(command));
            case "reject" -> reject(tagged(command));
            case "send" -> send(command);
            case "accept" -> agent.files().accept(tagged(command));
            case "cancel" -> agent.files().cancel(tagged(command));
            case "file" -> file(command);
            case "hangup" -> hangUp(command);
            case "hold" -> agent.hold(tagged(command));
            case "resume" -> agent.resume(tagged(command));
            case "compared" -> agent.compared(tagged(command));
            case "transfer" -> transfer(command);
            case "conference" -> conference(command.rest());
            case "record" -> record(command);
            case "dtmf" ->
                    agent.sendDigits(
                            tagged(command),
                            required(command.firstAndRest().getLast(), "dtmf ID DIGITS"));
            case "mute" -> agent.mute(onOrOff(command.rest()));
            case "message" -> {
                String text = required(command.firstAndRest().getLast(), "message URI TEXT");
                tag(agent.chat().send(command.firstAndRest().getFirst(), text), command);
            }
            case "typing" -> agent.chat().typing(required(command.rest(), "typing URI"));
            case "subscribe" ->
                    agent.presences().subscribe(required(command.rest(), "subscribe URI"));
            case "contact" -> contact(command);
            case "contacts" -> agent.contacts().show();
            case "block" ->
                    tag(agent.service().block(required(command.rest(), "block URI")), command);
            case "unblock" ->
                    tag(agent.service().unblock(required(command.rest(), "unblock URI")), command);
            case "blocked" -> tag(agent.service().blocked(), command);
            case "allow" ->
                    tag(agent.service().allow(required(command.rest(), "allow CODE")), command);
            case "rule" -> {
                List<String> words = command.firstAndRest();
                agent.presences()
                        .rule(
                                required(words.getLast(), "rule allow|polite|block|forget URI"),
                                PresenceRule.Sight.ofWord(words.getFirst()));
            }
            case "devices" -> print(EventJson.devices(devices()), command.tag());
            case "microphone" -> choose(Sound.Use.MICROPHONE, command);
            case "loudspeaker" -> choose(Sound.Use.LOUDSPEAKER, command);
            case "ringer" -> choose(Sound.Use.RINGER, command);
            case "sound-test" ->
                    agent.sound().test().thenAccept(loudest -> tested(loudest, command.tag()));
            case "rules" -> agent.presences().rules();
            case "presence" ->
                    agent.presences()
                            .publish(
                                    Availability.ofWord(command.firstAndRest().getFirst()),
                                    command.firstAndRest().getLast());
            default -> {
                if (!kept.execute(command)
                        && !account.execute(command)
                        && !groups.execute(command)) {
                    throw new IllegalArgumentException(
                            "unknown command \"" + command.name() + "\"");
                }
            }
        }
        return true;
    }

    /// `call URI`, or `call --direct WHOM` without a server.
    private Id call(CommandLine command) {
        List<String> words = command.firstAndRest();
        return words.getFirst().equals("--direct")
                ? agent.direct().call(required(words.getLast(), "call --direct WHOM"))
                : agent.call(required(command.rest(), "call [--direct] URI"));
    }

    private UserAgentEvent.SoundDevices devices() {
        Sound sound = agent.sound();
        return new UserAgentEvent.SoundDevices(
                sound.devices(),
                sound.chosen(Sound.Use.MICROPHONE),
                sound.chosen(Sound.Use.LOUDSPEAKER),
                sound.chosen(Sound.Use.RINGER));
    }

    /// A name, or `default`.
    private void choose(Sound.Use use, CommandLine command) {
        String name = required(command.rest(), command.name() + " NAME|default");
        if (name.equals("default")) {
            agent.sound().choose(use, Optional.empty());
            return;
        }
        boolean known =
                agent.sound().devices().stream()
                        .anyMatch(device -> device.fits(use) && device.name().equals(name));
        if (!known) {
            throw new IllegalArgumentException(
                    "there is no %s \"%s\": devices lists them".formatted(command.name(), name));
        }
        agent.sound().choose(use, Optional.of(name));
    }

    private void tested(double loudest, String tag) {
        tell(EventJson.soundTest(loudest), tag);
    }

    private void contact(CommandLine command) {
        String[] words = command.rest().split("\\s+", 3);
        String usage = "contact add URI [NAME] | contact remove URI";
        String uri = required(words.length > 1 ? words[1] : "", usage);
        switch (words[0]) {
            case "add" -> agent.contacts().put(uri, words.length > 2 ? words[2] : "");
            case "remove" -> agent.contacts().remove(uri);
            default -> throw new IllegalArgumentException("usage: " + usage);
        }
    }

    /// A number is one of the phone's other calls.
    private void transfer(CommandLine command) {
        String to = required(command.firstAndRest().getLast(), "transfer ID URI|ID");
        if (to.matches("[0-9]+")) {
            agent.transferTo(tagged(command), Id.parse(to));
        } else {
            agent.transfer(tagged(command), to);
        }
    }

    private void record(CommandLine command) {
        String to = required(command.firstAndRest().getLast(), "record ID FILE|off");
        if (to.equals("off")) {
            agent.stopRecording(tagged(command));
        } else {
            agent.record(tagged(command), Path.of(to));
        }
    }

    private void conference(String rest) {
        if (rest.equals("off")) {
            agent.endConference();
        } else {
            agent.conference(
                    Stream.of(required(rest, "conference ID ID ...").split("\\s+", -1))
                            .map(Id::parse)
                            .toList());
        }
    }

    private void send(CommandLine command) {
        String path = required(command.firstAndRest().getLast(), "send URI PATH");
        try {
            tag(agent.files().send(command.firstAndRest().getFirst(), Path.of(path)), command);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + path + "\" is no path", e);
        }
    }

    /// Numbers are of calls and files alike.
    private void reject(Id id) {
        if (files.contains(id)) {
            agent.files().reject(id);
        } else {
            agent.reject(id);
        }
    }

    private void hangUp(CommandLine command) {
        if (command.rest().isEmpty()) {
            calls.forEach(call -> tag(call, command));
            agent.hangUpAll();
        } else {
            agent.hangUp(tagged(command));
        }
    }

    private void file(CommandLine command) {
        List<String> words = command.firstAndRest();
        Id id = Id.parse(required(words.getLast(), "file pause|resume ID"));
        switch (words.getFirst()) {
            case "pause" -> agent.files().pause(id);
            case "resume" -> agent.files().resume(id);
            default -> throw new IllegalArgumentException("usage: file pause|resume ID");
        }
        tag(id, command);
    }

    private Id tagged(CommandLine command) {
        Id id = Id.parse(required(command.firstAndRest().getFirst(), command.name() + " ID"));
        tag(id, command);
        return id;
    }

    private void tag(Id id, CommandLine command) {
        if (!command.tag().isEmpty()) {
            tags.put(id, command.tag());
            if (tags.size() > MOST_TAGS) {
                tags.remove(tags.keySet().iterator().next());
            }
        }
    }

    private static boolean onOrOff(String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("mute on|off");
        };
    }

    private static String required(String argument, String usage) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException("usage: " + usage);
        }
        return argument;
    }

    private void onEvent(UserAgentEvent event) {
        synchronized (lock) {
            Optional<Id> about = Subject.of(event);
            String tag = about.map(id -> tags.getOrDefault(id, "")).orElse("");
            EventJson.of(event).ifPresent(json -> print(json, tag));
            switch (event) {
                case UserAgentEvent.IncomingCall call -> calls.add(call.call());
                case UserAgentEvent.CallChanged call -> onCall(call);
                case UserAgentEvent.FileChanged file -> onFile(file);
                case UserAgentEvent.MessageStatus message -> onMessage(message);
                case UserAgentEvent.MessageReceived received -> seen(received.message());
                // Of no call: whoever gets the number later did not cause it.
                case UserAgentEvent.CommandFailed failed ->
                        failed.id()
                                .filter(id -> !calls.contains(id) && !files.contains(id))
                                .ifPresent(this::forget);
                default -> {}
            }
        }
    }

    private void onCall(UserAgentEvent.CallChanged call) {
        if (call.state() == UserAgentEvent.CallPhase.ENDED) {
            calls.remove(call.call());
            forget(call.call());
        } else {
            calls.add(call.call());
        }
    }

    private void onFile(UserAgentEvent.FileChanged file) {
        switch (file.state()) {
            case OFFERED, PROGRESS, PAUSED -> files.add(file.id());
            case COMPLETE, FAILED, BLOCKED, CANCELLED -> {
                files.remove(file.id());
                forget(file.id());
            }
        }
    }

    /// What was delivered, or failed, may still be seen, or be delivered after all.
    private void onMessage(UserAgentEvent.MessageStatus message) {
        if (message.status() == Delivery.DISPLAYED) {
            forget(message.id());
        }
    }

    /// What was printed was seen.
    private void seen(ChatMessage message) {
        if (tellsDisplayed && !message.mine()) {
            agent.chat().seen(message.key().conversation());
        }
    }

    private void forget(Id id) {
        tags.remove(id);
    }

    private void print(ObjectNode event, String tag) {
        if (!tag.isEmpty()) {
            event.put("tag", tag);
        }
        byte[] line = (event + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length);
        out.flush();
    }

    /// Answers every call that comes, at once; but for those that come without a server: whoever is on the network would hear the room.
    public static Consumer<UserAgentEvent> autoAnswer(UserAgent agent) {
        return event -> {
            if (event instanceof UserAgentEvent.IncomingCall call && call.claimed().isEmpty()) {
                agent.answer(call.call());
            }
        };
    }
}
