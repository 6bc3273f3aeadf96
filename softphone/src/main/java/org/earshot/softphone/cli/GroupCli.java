package org.earshot.softphone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.softphone.ua.GroupService;

/// The commands about groups; each becomes one event, with its tag. Thread-safe.
final class GroupCli {
    private static final String USAGE =
            "group members ADDR | group make NAME ADDR… | group add ADDR WHO… | group remove|owner|member ADDR WHO"
                    + " | group leave ADDR | group rename ADDR NAME";

    private final GroupService groups;
    private final AccountAnswers answers;

    GroupCli(GroupService groups, AccountAnswers answers) {
        this.groups = groups;
        this.answers = answers;
    }

    /// Carries a command out, if it is one of these.
    ///
    /// @return whether it is
    boolean execute(CommandLine command) {
        switch (command.name()) {
            case "groups" -> answers.tell(command, groups.mine(), GroupCli::mine);
            case "group" -> group(command);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void group(CommandLine command) {
        String rest = command.firstAndRest().getLast();
        List<String> words = new CommandLine("", "", rest).firstAndRest();
        String address = required(words.getFirst());
        String what = words.getLast();
        switch (command.firstAndRest().getFirst()) {
            case "members" -> answers.tell(command, groups.members(address), GroupCli::whole);
            case "make" -> make(command, rest);
            case "add" -> answers.done(command, groups.add(address, words(required(what))));
            case "remove" -> answers.done(command, groups.remove(address, required(what)));
            case "owner" -> answers.done(command, groups.setOwner(address, required(what), true));
            case "member" -> answers.done(command, groups.setOwner(address, required(what), false));
            case "leave" -> answers.done(command, groups.leave(address));
            case "rename" -> answers.done(command, groups.rename(address, required(what)));
            default -> throw usage();
        }
    }

    /// A name of several words stands in quotation marks.
    private void make(CommandLine command, String rest) {
        int end = rest.startsWith("\"") ? rest.indexOf('"', 1) : -1;
        List<String> plain = new CommandLine("", "", rest).firstAndRest();
        String name = end > 0 ? rest.substring(1, end) : plain.getFirst();
        String members = end > 0 ? rest.substring(end + 1) : plain.getLast();
        answers.tell(command, groups.make(required(name), words(members)), GroupCli::whole);
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
    }

    private static String required(String argument) {
        if (argument.isEmpty()) {
            throw usage();
        }
        return argument;
    }

    private static IllegalArgumentException usage() {
        return new IllegalArgumentException("usage: " + USAGE);
    }

    private static ObjectNode named(String event) {
        return JsonNodeFactory.instance.objectNode().put("event", event);
    }

    private static ObjectNode about(ObjectNode json, GroupService.Group group) {
        return json.put("uri", group.address())
                .put("name", group.displayName())
                .put("owner", group.owner())
                .put("moderated", group.moderated())
                .put("open", group.open());
    }

    private static ObjectNode mine(GroupService.Mine mine) {
        ObjectNode event = named("groups").put("mayMake", mine.mayMake());
        ArrayNode groups = event.putArray("groups");
        mine.groups()
                .forEach(group -> about(groups.addObject(), group).put("members", group.members()));
        return event;
    }

    private static ObjectNode whole(GroupService.Whole whole) {
        ObjectNode event = about(named("group"), whole.group());
        ArrayNode members = event.putArray("members");
        for (GroupService.Member member : whole.members()) {
            members.addObject()
                    .put("uri", member.address())
                    .put("name", member.displayName())
                    .put("owner", member.owner());
        }
        return event;
    }
}
