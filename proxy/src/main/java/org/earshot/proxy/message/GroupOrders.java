package org.earshot.proxy.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupChange;
import org.earshot.proxy.message.group.GroupChanges;
import org.earshot.proxy.message.group.GroupCommand;
import org.earshot.proxy.message.group.GroupRuling;
import org.earshot.proxy.message.group.GroupStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commands to groups: recorded and carried out in one commit, and answered after it. Thread-safe; waits for the stores.
///
/// What a crash, or a database that goes away, leaves behind:
///
/// - before the commit: nothing. The phone hears nothing, or 503, and sends the command again, which is a first one then.
/// - after the commit: the command is in the record, and has been carried out. The phone hears nothing, and sends it again:
///   that is refused by the commit as a repeat, changes nothing, whatever others have changed since, and gets 202 as the
///   first would have. Whoever came in is greeted at the next start ([GroupGreeting]).
/// - after the 202, and before the group's own words are committed: these are not said. A repeat has the group say that it
///   has dealt with the command.
final class GroupOrders {
    private static final Logger log = LoggerFactory.getLogger(GroupOrders.class);
    private static final String BEFORE =
            "That was dealt with before: /who and /help tell how it is.";

    private final GroupStore groups;
    private final AccountStore accounts;
    private final KnownDevices devices;
    private final Withholding withholding;
    private final Intake intake;
    private final GroupVoice voice;

    GroupOrders(
            GroupStore groups,
            AccountStore accounts,
            KnownDevices devices,
            Withholding withholding,
            Intake intake,
            GroupVoice voice) {
        this.groups = groups;
        this.accounts = accounts;
        this.devices = devices;
        this.withholding = withholding;
        this.intake = intake;
        this.voice = voice;
    }

    /// Does what is said, and sees to the answer.
    ///
    /// @param author may give it, as far as the group is known; their being an owner is seen to here
    void take(
            Origin origin,
            Group group,
            Account author,
            Incoming.Text text,
            GroupCommand command,
            Answer answer) {
        Message message = intake.message(text, origin, group.address(), Duration.ZERO);
        Optional<GroupChange<GroupRuling.Said>> change = change(origin, group, author, command);
        AtomicReference<String> said =
                new AtomicReference<>(change.isPresent() ? "" : told(group, author, command));
        // whoever has come in is greeted however often it is said
        String onRepeat =
                change.isEmpty() ? said.get() : command instanceof GroupCommand.Join ? "" : BEFORE;
        var _ =
                intake.takeWith(
                                origin,
                                message,
                                List.of(group.address().toString()),
                                carryingOut(group, change, said),
                                answer)
                        .handle((_, failure) -> {
                            // not on the thread of the record, as it waits for the stores
                            origin.inbound()
                                    .queue()
                                    .execute(() -> {
                                        if (change.isPresent()) {
                                            groups.announce(group.address());
                                        }
                                        if (failure == null || Settlements.isCommitted(failure)) {
                                            say(group, author.address(), text.repeat(), said.get());
                                        } else if (Settlements.isRefused(failure)) {
                                            say(group, author.address(), text.repeat(), onRepeat);
                                        }
                                        // else 503; its repeat finds out if it is committed
                                    });
                            return null;
                        });
    }

    /// @param said takes the answer
    private UnaryOperator<Companion> carryingOut(
            Group group,
            Optional<GroupChange<GroupRuling.Said>> change,
            AtomicReference<String> said) {
        return queued ->
                change.map(one ->
                                groups.changing(
                                        group.address(),
                                        one,
                                        outcome ->
                                                said.set(
                                                        outcome.map(GroupRuling.Said::words)
                                                                .orElseGet(() -> gone(group)))))
                        .map(queued::and)
                        .orElse(queued);
    }

    /// A command that was taken before, and which its author may not give any more.
    void again(Group group, Account author, Incoming.Text text) {
        say(group, author.address(), text.repeat(), BEFORE);
    }

    /// Says it unless an answer to the same command was said before.
    private void say(Group group, AddressOfRecord author, RepeatKey repeat, String text) {
        if (text.isEmpty()) {
            return;
        }
        try {
            var _ = voice.sayOnce(group, author, text, "to " + repeat.hash().hex());
        } catch (RuntimeException e) {
            log.warn("{} gets no answer of {}: {}", author, group.address(), e.toString());
        }
    }

    private static String gone(Group group) {
        return "There is no group \"" + group.name() + "\" any more.";
    }

    /// @return empty for a command that changes nothing
    private Optional<GroupChange<GroupRuling.Said>> change(
            Origin origin, Group group, Account author, GroupCommand command) {
        Optional<GroupRuling.Named> named =
                GroupRuling.named(command).map(typed -> named(group.address(), typed));
        Optional<GroupChange<GroupRuling.Said>> change =
                new GroupRuling(author.address()).of(command, named);
        return isFromWithheld(origin, author, command)
                ? change.map(GroupChanges::hidingThePast)
                : change;
    }

    private GroupRuling.Named named(AddressOfRecord group, String typed) {
        AddressOfRecord address =
                Addresses.typed(typed, group.domain())
                        .orElseGet(() -> new AddressOfRecord("?", group.domain())); // nobody
        return new GroupRuling.Named(address, typed, accounts.find(address).map(this::shown));
    }

    /// Whether it lets others in, and comes from a device from which its owner's history is withheld: an administrator who has
    /// set another password could have written it, to let in an account of their own that gets what was written before.
    private boolean isFromWithheld(Origin origin, Account author, GroupCommand command) {
        return switch (command) {
            case GroupCommand.Add _, GroupCommand.Owner _, GroupCommand.Open _ ->
                    withholding.isHeld(author.address())
                            && withholding.isWithheld(
                                    author.address(),
                                    devices.of(author.address())
                                            .behind(origin.inbound().flow())
                                            .map(Addressee::device)
                                            .flatMap(DeviceId::onlyInstance));
            case GroupCommand.Join _,
                    GroupCommand.Leave _,
                    GroupCommand.Who _,
                    GroupCommand.Help _,
                    GroupCommand.Remove _,
                    GroupCommand.Plain _,
                    GroupCommand.Moderated _ ->
                    false;
        };
    }

    private String told(Group group, Account author, GroupCommand command) {
        return command instanceof GroupCommand.Who
                ? who(group)
                : help(group.isOwner(author.address()));
    }

    private String who(Group group) {
        return group.members().stream()
                .map(member ->
                        accounts.find(member.address())
                                        .map(this::shown)
                                        .orElse(member.address().user())
                                + (member.owner() ? " (owner)" : ""))
                .collect(Collectors.joining("\n"));
    }

    private String shown(Account account) {
        String user = account.address().user();
        return account.displayName().isBlank() ? user : account.displayName() + " <" + user + ">";
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
}
