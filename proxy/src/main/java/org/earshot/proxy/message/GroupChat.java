package org.earshot.proxy.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupCommand;
import org.earshot.proxy.message.group.GroupStore;

/// What is sent to a group: goes to every device of every member, each with a queue of its own, so that none holds
/// another up; or is a command, which the group answers. Thread-safe.
final class GroupChat {
    private final GroupStore groups;
    private final AccountStore accounts;
    private final KnownDevices devices;
    private final Intake intake;
    private final Receipts receipts;
    private final Composing composing;
    private final Composing.Elsewhere elsewhere;
    private final GroupVoice voice;
    private final Overfull overfull;
    private final MessageConfig config;

    GroupChat(
            GroupStore groups,
            AccountStore accounts,
            KnownDevices devices,
            Intake intake,
            Receipts receipts,
            Composing composing,
            Composing.Elsewhere elsewhere,
            GroupVoice voice,
            Overfull overfull,
            MessageConfig config) {
        this.groups = groups;
        this.accounts = accounts;
        this.devices = devices;
        this.intake = intake;
        this.receipts = receipts;
        this.composing = composing;
        this.elsewhere = elsewhere;
        this.voice = voice;
        this.overfull = overfull;
        this.config = config;
    }

    /// Only accounts write to groups, so nothing that comes from a group can.
    void accept(Origin origin, Group group, Incoming incoming) throws SipRejection {
        Account account = origin.account();
        Optional<Group.Member> member = group.member(account.address());
        switch (incoming) {
            case Incoming.Text text -> {
                Optional<GroupCommand> command = GroupCommand.parse(PlainText.of(text));
                if (command.isPresent()) {
                    command(origin, group, account, member, text, command.get());
                } else {
                    write(origin, group, member, text);
                }
            }
            case Incoming.Notification notification ->
                    receipts.accept(origin.inbound(), account, group.address(), notification);
            case Incoming.Composing typing -> {
                require(member);
                composing.relay(
                        origin.inbound(),
                        origin.address(),
                        group.address().toString(),
                        others(group, account.address()),
                        typing,
                        elsewhere);
            }
        }
    }

    private static Group.Member require(Optional<Group.Member> member) throws SipRejection {
        return member.orElseThrow(
                () -> new SipRejection(Response.FORBIDDEN, "Not A Member Of This Group"));
    }

    private static List<AddressOfRecord> others(Group group, AddressOfRecord author) {
        return group.members().stream()
                .map(Group.Member::address)
                .filter(address -> !address.equals(author))
                .toList();
    }

    private void write(
            Origin origin, Group group, Optional<Group.Member> member, Incoming.Text text)
            throws SipRejection {
        if (!require(member).owner() && group.moderated()) {
            throw new SipRejection(Response.FORBIDDEN, "Only Owners Write To This Group");
        }
        List<AddressOfRecord> others = others(group, member.orElseThrow().address());
        intake.once(
                origin.inbound(),
                text.repeat(),
                answer -> {
                    List<Addressee> to = new ArrayList<>();
                    List<AddressOfRecord> full = new ArrayList<>();
                    List<DeviceId> fullDevices = new ArrayList<>();
                    Map<AddressOfRecord, KnownDevices.Ready> known = devices.ready(origin, others);
                    for (AddressOfRecord other : others) {
                        to.addAll(devicesOf(other, known.get(other), full, fullDevices));
                    }
                    Message message = intake.message(text, origin, group.address(), keep(group));
                    List<String> recorded = new ArrayList<>();
                    recorded.add(group.address().toString());
                    others.forEach(other -> recorded.add(other.toString()));
                    var _ =
                            intake.take(
                                            origin,
                                            message,
                                            recorded,
                                            to,
                                            intake.copies(
                                                    origin, group.address(), known, text.cpim()),
                                            answer)
                                    .thenRun(() -> {
                                        overfull.missed(group, message, full);
                                        overfull.missed(message, fullDevices);
                                    });
                });
    }

    /// Whoever joins gets the latest, and a new device of a member too.
    private Duration keep(Group group) {
        return group.history() > 0 && config.history().compareTo(config.expires()) < 0
                ? config.expires()
                : config.history();
    }

    /// None for a member who wants nothing of the author, or for whom too much waits already.
    ///
    /// @param full gets the latter
    /// @param fullDevices gets those of the others that get it
    private static List<Addressee> devicesOf(
            AddressOfRecord member,
            KnownDevices.Ready all,
            List<AddressOfRecord> full,
            List<DeviceId> fullDevices) {
        if (all.blocks()) {
            return List.of();
        }
        List<Addressee> withRoom = all.withRoom();
        if (withRoom.isEmpty()) {
            full.add(member);
        } else {
            fullDevices.addAll(all.withoutRoom());
        }
        return withRoom;
    }

    private void command(
            Origin origin,
            Group group,
            Account account,
            Optional<Group.Member> member,
            Incoming.Text text,
            GroupCommand command)
            throws SipRejection {
        boolean anybody =
                command instanceof GroupCommand.Help
                        || (command instanceof GroupCommand.Join && group.open());
        if (!anybody) {
            require(member);
        }
        intake.once(
                origin.inbound(),
                text.repeat(),
                answer -> {
                    String said = carryOut(group, account, member, command);
                    // the command itself is in the record too, and waits for nobody
                    var _ =
                            intake.take(
                                    origin,
                                    intake.message(text, origin, group.address(), Duration.ZERO),
                                    List.of(group.address().toString()),
                                    List.of(),
                                    List.of(),
                                    answer);
                    if (!said.isEmpty()) {
                        voice.say(group, account.address(), said);
                    }
                });
    }

    /// @return the answer; "" for none
    private String carryOut(
            Group group, Account account, Optional<Group.Member> member, GroupCommand command) {
        boolean owner = member.map(Group.Member::owner).orElse(false);
        return switch (command) {
            case GroupCommand.Join() ->
                    member.isPresent()
                            ? "You are in this group already."
                            : join(group, account.address());
            case GroupCommand.Leave() -> leave(group, account.address());
            case GroupCommand.Who() -> who(group);
            case GroupCommand.Help() -> help(owner);
            case GroupCommand.Add(String name) ->
                    owner ? add(group, name) : "Only owners can do that.";
            case GroupCommand.Remove(String name) ->
                    owner ? remove(group, name) : "Only owners can do that.";
            case GroupCommand.Owner(String name) ->
                    owner ? owner(group, name) : "Only owners can do that.";
            case GroupCommand.Plain(String name) ->
                    owner ? plain(group, name) : "Only owners can do that.";
            case GroupCommand.Moderated(boolean on) ->
                    owner
                            ? change(
                                    group.with(on, group.open(), group.history()),
                                    on ? "Only owners write now." : "Everybody writes now.")
                            : "Only owners can do that.";
            case GroupCommand.Open(boolean on) ->
                    owner
                            ? change(
                                    group.with(group.moderated(), on, group.history()),
                                    on ? "Anybody may join now." : "Only owners add people now.")
                            : "Only owners can do that.";
        };
    }

    private String change(Group changed, String said) {
        groups.change(changed);
        return said;
    }

    /// @return why that can't be; "" if they are in
    private String join(Group group, AddressOfRecord member) {
        try {
            groups.join(group.address(), member);
        } catch (IllegalArgumentException e) {
            return "That can't be: " + e.getMessage() + ".";
        }
        return ""; // as everybody hears who comes
    }

    private String leave(Group group, AddressOfRecord member) {
        // another owner may leave at once: one must be left
        return switch (groups.leave(group.address(), member)) {
            case ONLY_OWNER -> "You are the only owner: name another one first (/owner NAME).";
            case GONE, NO_MEMBER -> "You are not in the group \"" + group.name() + "\" any more.";
        };
    }

    private String who(Group group) {
        return group.members().stream()
                .map(member -> named(member.address()) + (member.owner() ? " (owner)" : ""))
                .collect(Collectors.joining("\n"));
    }

    private String named(AddressOfRecord address) {
        String name = accounts.find(address).map(Account::displayName).orElse("");
        return name.isBlank() ? address.user() : name + " <" + address.user() + ">";
    }

    private static String help(boolean owner) {
        String all =
                """
                /who - who is in this group
                /join - come in
                /leave - go
                /help - this\
                """;
        String owners =
                """

                /add NAME - put somebody in
                /remove NAME - take somebody out
                /owner NAME - somebody is an owner too
                /member NAME - somebody is an owner no more
                /moderated on|off - only owners write, or everybody
                /open on|off - anybody may join, or only who is added\
                """;
        return owner ? all + owners : all;
    }

    private String add(Group group, String name) {
        AddressOfRecord address = address(group, name);
        if (accounts.find(address).isEmpty()) {
            return "There is no " + address.user() + ".";
        }
        if (group.member(address).isPresent()) {
            return named(address) + " is in this group already.";
        }
        String refused = join(group, address);
        return refused.isEmpty() ? named(address) + " is in this group now." : refused;
    }

    private String owner(Group group, String name) {
        AddressOfRecord address = address(group, name);
        if (accounts.find(address).isEmpty()) {
            return "There is no " + address.user() + ".";
        }
        if (group.member(address).map(Group.Member::owner).orElse(false)) {
            return named(address) + " is an owner already.";
        }
        try {
            groups.put(group.address(), new Group.Member(address, true));
        } catch (IllegalArgumentException e) {
            return "That can't be: " + e.getMessage() + ".";
        }
        return named(address) + " is an owner of this group now.";
    }

    private String plain(Group group, String name) {
        AddressOfRecord address = address(group, name);
        if (!group.member(address).map(Group.Member::owner).orElse(false)) {
            return "No owner of this group is called " + name + ".";
        }
        // another owner may do the same at once: one must be left
        return groups.demote(group.address(), address)
                ? named(address) + " is a member like others now."
                : named(address) + " is the only owner: name another one first (/owner NAME).";
    }

    private String remove(Group group, String name) {
        AddressOfRecord address = address(group, name);
        if (group.member(address).map(Group.Member::owner).orElse(false)) {
            return named(address) + " is an owner: /member " + name + " comes first.";
        }
        // they may have become its only owner meanwhile
        return switch (groups.leave(group.address(), address)) {
            case GONE -> named(address) + " is not in this group any more.";
            case ONLY_OWNER -> named(address) + " is the only owner of this group.";
            case NO_MEMBER -> "There is no " + name + " in this group.";
        };
    }

    private static AddressOfRecord address(Group group, String name) {
        String bare = name.startsWith("sip:") ? name.substring("sip:".length()) : name;
        int at = bare.indexOf('@');
        String user = at < 0 ? bare : bare.substring(0, at);
        return new AddressOfRecord(
                user.isEmpty() ? "?" : user.toLowerCase(java.util.Locale.ROOT),
                group.address().domain());
    }
}
