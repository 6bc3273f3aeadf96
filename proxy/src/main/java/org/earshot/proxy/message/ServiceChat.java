package org.earshot.proxy.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.message.group.GroupStore;

/// What is written to the server itself: commands, which it carries out for whoever wrote them when they are in the record, and
/// answers in a message. Thread-safe; waits for the stores.
///
/// A crash behind the commit leaves a command recorded and perhaps not carried out. Its sender has no answer then, sends it
/// again, and it is carried out, again perhaps: each says how things are to be, and not what is to change.
final class ServiceChat {
    /// Of one account.
    static final int MOST_BLOCKED = 1000;

    private static final String HELP =
            """
            /block ADDRESS - you get no messages of somebody any more
            /unblock ADDRESS - you get them again
            /blocked - of whom you get none
            /allow CODE - a new device gets your contacts and what you wrote before
            /help - this\
            """;

    private final MessageStore store;
    private final GroupStore groups;
    private final KnownDevices devices;
    private final Intake intake;
    private final Consent consent;
    private final Saying saying;

    ServiceChat(
            MessageStore store,
            GroupStore groups,
            KnownDevices devices,
            Intake intake,
            Consent consent,
            Saying saying) {
        this.store = store;
        this.groups = groups;
        this.devices = devices;
        this.intake = intake;
        this.consent = consent;
        this.saying = saying;
    }

    /// Only accounts are answered.
    void accept(Origin origin, Incoming incoming) throws SipRejection {
        Account account = origin.account();
        switch (incoming) {
            case Incoming.Text text -> text(origin, account, text);
            // what became of our answers, and who is typing, is nothing to us
            case Incoming.Notification _, Incoming.Composing _ ->
                    origin.inbound().respond(Response.OK, "OK");
        }
    }

    private void text(Origin origin, Account account, Incoming.Text text) throws SipRejection {
        AddressOfRecord service = Service.of(account.address().domain());
        intake.once(
                origin.inbound(),
                text.repeat(),
                // what was written is in the record first, and waits for nobody
                answer -> {
                    if (text.isOver() && store.repeated(text.repeat()).isEmpty()) {
                        throw Incoming.Text.over();
                    }
                    intake.takeThen(
                            origin,
                            intake.message(text, origin, service, Duration.ZERO),
                            List.of(service.toString()),
                            () -> carryOut(origin, account, text),
                            answer);
                });
    }

    private void carryOut(Origin origin, Account account, Incoming.Text text) {
        String said =
                ServiceCommand.parse(PlainText.of(text))
                        .map(command -> carryOut(origin, account, command))
                        .orElse("This is the server. It understands:\n" + HELP);
        KnownDevices.Of own = devices.of(account.address());
        // the same id for the same text: once it has been answered, a repeat is not
        var _ =
                saying.say(
                        Service.of(account.address().domain()),
                        Service.NAME,
                        account.address(),
                        UUID.nameUUIDFromBytes(text.repeat().hash().array()).toString(),
                        said,
                        own.behind(origin.inbound().flow()).map(List::of).orElse(own.addressees()));
    }

    private String carryOut(Origin origin, Account account, ServiceCommand command) {
        return switch (command) {
            case ServiceCommand.Allow(String code) -> consent.allow(origin, account, code);
            case ServiceCommand.Block(String address) -> block(account.address(), address);
            case ServiceCommand.Unblock(String address) -> unblock(account.address(), address);
            case ServiceCommand.Blocked() -> blocked(account.address());
            case ServiceCommand.Help() -> HELP;
        };
    }

    private String block(AddressOfRecord owner, String typed) {
        Optional<AddressOfRecord> sender = Addresses.typed(typed, owner.domain());
        if (sender.isEmpty()) {
            return noAddress(typed);
        }
        if (sender.get().equals(owner) || Service.is(sender.get())) {
            return "That can't be blocked.";
        }
        if (groups.find(sender.get()).isPresent()) {
            return "That is a group: write /leave to it.";
        }
        if (store.blocked(owner.toString()).size() >= MOST_BLOCKED) {
            return "You have blocked " + MOST_BLOCKED + " already: /unblock somebody first.";
        }
        return store.block(owner.toString(), sender.get().toString(), true)
                ? "You get no messages of " + shown(sender.get()) + " any more."
                : shown(sender.get()) + " was blocked already.";
    }

    private String unblock(AddressOfRecord owner, String typed) {
        Optional<AddressOfRecord> sender = Addresses.typed(typed, owner.domain());
        if (sender.isEmpty()) {
            return noAddress(typed);
        }
        return store.block(owner.toString(), sender.get().toString(), false)
                ? "You get messages of " + shown(sender.get()) + " again."
                : shown(sender.get()) + " was not blocked.";
    }

    private String blocked(AddressOfRecord owner) {
        List<String> all = store.blocked(owner.toString());
        return all.isEmpty()
                ? "You have blocked nobody."
                : "You get no messages of:\n"
                        + String.join(
                                "\n",
                                all.stream().map(one -> one.replaceFirst("^sip:", "")).toList());
    }

    private static String shown(AddressOfRecord address) {
        return address.toString().replaceFirst("^sip:", "");
    }

    private static String noAddress(String typed) {
        return "\"" + typed + "\" is no address: it looks like bob@example.org.";
    }
}
