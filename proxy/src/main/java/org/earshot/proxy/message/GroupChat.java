package org.earshot.proxy.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupCommand;

/// What is sent to a group: goes to every device of every member, each with a queue of its own, so that none holds
/// another up; or is a command ([GroupOrders]). Thread-safe; waits for the stores.
final class GroupChat {
    private final KnownDevices devices;
    private final Intake intake;
    private final Receipts receipts;
    private final Composing composing;
    private final Composing.Elsewhere elsewhere;
    private final GroupOrders orders;
    private final Overfull overfull;
    private final MessageConfig config;

    GroupChat(
            KnownDevices devices,
            Intake intake,
            Receipts receipts,
            Composing composing,
            Composing.Elsewhere elsewhere,
            GroupOrders orders,
            Overfull overfull,
            MessageConfig config) {
        this.devices = devices;
        this.intake = intake;
        this.receipts = receipts;
        this.composing = composing;
        this.elsewhere = elsewhere;
        this.orders = orders;
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
                intake.once(
                        origin.inbound(),
                        text.repeat(),
                        answer -> {
                            Optional<SipRejection> refusal =
                                    text.isOver()
                                            ? Optional.of(Incoming.Text.over())
                                            : refusal(group, member, command);
                            if (refusal.isEmpty()) {
                                take(origin, group, account, text, command, answer);
                            } else if (!intake.wasTaken(text.repeat(), answer)) {
                                throw refusal.get();
                            } else if (command.isPresent()) {
                                orders.again(group, account, text);
                            }
                        });
            }
            case Incoming.Notification notification ->
                    receipts.accept(origin.inbound(), account, group.address(), notification);
            case Incoming.Composing typing -> {
                if (member.isEmpty()) {
                    throw noMember();
                }
                composing.relay(
                        origin,
                        group.address().toString(),
                        others(group, account.address()),
                        typing,
                        elsewhere);
            }
        }
    }

    private static SipRejection noMember() {
        return new SipRejection(Response.FORBIDDEN, "Not A Member Of This Group");
    }

    /// Why somebody may not say that here.
    private static Optional<SipRejection> refusal(
            Group group, Optional<Group.Member> member, Optional<GroupCommand> command) {
        boolean anybody =
                command.map(one ->
                                one instanceof GroupCommand.Help
                                        || (one instanceof GroupCommand.Join && group.open()))
                        .orElse(false);
        if (anybody) {
            return Optional.empty();
        }
        if (member.isEmpty()) {
            return Optional.of(noMember());
        }
        return command.isEmpty() && group.moderated() && !member.get().owner()
                ? Optional.of(
                        new SipRejection(Response.FORBIDDEN, "Only Owners Write To This Group"))
                : Optional.empty();
    }

    private void take(
            Origin origin,
            Group group,
            Account author,
            Incoming.Text text,
            Optional<GroupCommand> command,
            Answer answer) {
        if (command.isPresent()) {
            orders.take(origin, group, author, text, command.get(), answer);
        } else {
            write(origin, group, author, text, answer);
        }
    }

    private static List<AddressOfRecord> others(Group group, AddressOfRecord author) {
        return group.members().stream()
                .map(Group.Member::address)
                .filter(address -> !address.equals(author))
                .toList();
    }

    private void write(
            Origin origin, Group group, Account author, Incoming.Text text, Answer answer) {
        List<AddressOfRecord> others = others(group, author.address());
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
                                intake.copies(origin, group.address(), known, text.cpim()),
                                answer)
                        .thenRun(() -> {
                            overfull.missed(group, message, full);
                            overfull.missed(message, fullDevices);
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
}
