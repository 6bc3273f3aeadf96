package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.Companion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the server writes itself, in the name of a group or in its own. Thread-safe.
final class Saying {
    private static final Logger log = LoggerFactory.getLogger(Saying.class);
    private static final int MAX_FORWARDS = 70;

    private final Dispatch dispatch;
    private final MessageArchive archive;
    private final MessageConfig config;
    private final InstantSource clock;
    private final Consumer<AddressOfRecord> later;

    /// @param later has the queues of an account looked at once more, some time later
    Saying(
            Dispatch dispatch,
            MessageArchive archive,
            MessageConfig config,
            InstantSource clock,
            Consumer<AddressOfRecord> later) {
        this.dispatch = dispatch;
        this.archive = archive;
        this.config = config;
        this.clock = clock;
        this.later = later;
    }

    /// Writes to devices of one person. What was written under the same id before, and may still wait, is not written
    /// again.
    ///
    /// @param sender whose name stands on it
    /// @param name what people call the sender
    /// @param id becomes its Message-ID; at least 8 characters
    /// @return whether it was said now: false if it was said before, or can't be
    CompletableFuture<Boolean> say(
            AddressOfRecord sender,
            String name,
            AddressOfRecord to,
            String id,
            String text,
            List<Addressee> devices) {
        return sayWith(sender, name, to, id, text, devices, UnaryOperator.identity());
    }

    /// The same, with more to do in the same commit.
    ///
    /// @param with gets what notes the message, to be done first
    CompletableFuture<Boolean> sayWith(
            AddressOfRecord sender,
            String name,
            AddressOfRecord to,
            String id,
            String text,
            List<Addressee> devices,
            UnaryOperator<Companion> with) {
        Message message = message(sender, name, to, Optional.empty(), id, text);
        return send(sender, to, message, devices, List.of(), with);
    }

    /// Writes in the name of a person, whose own devices get a copy.
    ///
    /// @param via the group that it is for
    CompletableFuture<Boolean> inNameOf(
            Account author,
            AddressOfRecord to,
            Optional<Payload.Via> via,
            String id,
            String text,
            List<Addressee> devices,
            List<Addressee> own) {
        Message message = message(author.address(), author.displayName(), to, via, id, text);
        return send(
                author.address(),
                to,
                message,
                devices,
                own.stream().filter(one -> one.takesCpim() || config.copiesToAll()).toList(),
                UnaryOperator.identity());
    }

    private CompletableFuture<Boolean> send(
            AddressOfRecord sender,
            AddressOfRecord to,
            Message message,
            List<Addressee> devices,
            List<Addressee> copies,
            UnaryOperator<Companion> with) {
        return dispatch.send(
                        message,
                        devices,
                        copies,
                        queued -> archive.said(sender, message, with.apply(queued)),
                        Optional.empty())
                .handle((_, failure) -> {
                    if (failure == null) {
                        return true;
                    }
                    if (Settlements.isCommitted(failure)) {
                        later.accept(to); // it goes when it is anchored
                        return true;
                    }
                    if (!Settlements.isRefused(failure)) {
                        log.warn("{} is not said: {}", message, failure.getMessage());
                    }
                    return false;
                });
    }

    private Message message(
            AddressOfRecord sender,
            String name,
            AddressOfRecord to,
            Optional<Payload.Via> via,
            String id,
            String text) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Message(
                Message.newId(now),
                Message.Kind.TEXT,
                RepeatKey.ofMessageId(sender.toString(), to.toString(), id),
                sender.toString(),
                to.toString(),
                Set.of(),
                false,
                now,
                now.plus(config.expires()),
                new Payload(
                        id,
                        id.substring(0, 8),
                        1,
                        MAX_FORWARDS,
                        false,
                        sender.toString(),
                        name,
                        via,
                        id,
                        now,
                        List.of(),
                        "text/plain;charset=UTF-8",
                        Bytes.of(text.getBytes(StandardCharsets.UTF_8))));
    }
}
