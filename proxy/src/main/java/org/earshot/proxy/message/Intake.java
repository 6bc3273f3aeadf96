package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.archive.Companion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a text into the record and on its way, once however often it comes. Thread-safe.
final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final MessageStore store;
    private final MessageArchive archive;
    private final MessageConfig config;
    private final InstantSource clock;
    private final Dispatch dispatch;
    private final Wakes wakes;
    private final FileLinks files;
    private final RecentAnswers recent = new RecentAnswers();
    private final RecentKeys perhapsTaken = new RecentKeys();

    Intake(
            MessageStore store,
            MessageArchive archive,
            MessageConfig config,
            InstantSource clock,
            Dispatch dispatch,
            Wakes wakes,
            FileLinks files) {
        this.store = store;
        this.archive = archive;
        this.config = config;
        this.clock = clock;
        this.dispatch = dispatch;
        this.wakes = wakes;
        this.files = files;
    }

    /// What is done with a text that was not there before.
    @FunctionalInterface
    interface First {
        void run(Answer answer) throws SipRejection;
    }

    /// Does something with a text, unless it was here of late: then only its answer is given again.
    void once(InboundRequest inbound, RepeatKey repeat, First first) throws SipRejection {
        Answer answer = new Answer();
        Optional<Answer> before = recent.putIfAbsent(repeat, answer);
        if (before.isPresent()) {
            before.get().attach(inbound);
            return;
        }
        answer.attach(inbound);
        try {
            first.run(answer);
        } catch (SipRejection | RuntimeException e) {
            recent.remove(repeat, answer);
            throw e; // who else waits for it sends again
        }
    }

    /// Gives the same answer again to what was taken before, though it would be refused now: somebody may have left a group
    /// since, by the very command that comes again.
    ///
    /// @return whether it was taken before, perhaps by another node or before a restart
    boolean wasTaken(RepeatKey repeat, Answer answer) {
        Optional<MessageStore.Known> known = store.repeated(repeat);
        known.ifPresent(of -> repeated(of, answer));
        return known.isPresent();
    }

    /// Whether a text was on its way into the database when that went away: it may be there.
    boolean isPerhapsTaken(RepeatKey repeat) {
        return perhapsTaken.contains(repeat);
    }

    /// @param keep how long its content stays though everybody has it; zero: not at all
    Message message(Incoming.Text text, Origin origin, AddressOfRecord recipient, Duration keep) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant latest = now.plus(config.expires());
        return new Message(
                Message.newId(now),
                Message.Kind.TEXT,
                text.repeat(),
                origin.address(),
                recipient.toString(),
                text.wishes(),
                keep.isPositive(),
                now,
                text.validUntil().filter(latest::isAfter).orElse(latest),
                now.plus(longer(keep, config.expires())),
                Optional.empty(),
                text.payload());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /// @param recorded the recipients, as the record names them
    /// @param to devices whose answers the sender hears
    ///
    /// @return completes after the commit, or fails
    CompletableFuture<Void> take(
            Origin origin,
            Message message,
            List<String> recorded,
            List<Addressee> to,
            List<Addressee> copies,
            Answer answer) {
        return take(origin, message, recorded, to, copies, UnaryOperator.identity(), answer);
    }

    /// The same for what waits for nobody, with more to do in the same commit.
    ///
    /// @param with gets what notes the message, to be done first: it is refused for what was taken before
    CompletableFuture<Void> takeWith(
            Origin origin,
            Message message,
            List<String> recorded,
            UnaryOperator<Companion> with,
            Answer answer) {
        return take(origin, message, recorded, List.of(), List.of(), with, answer);
    }

    /// Records what waits for nobody, does something then, and answers when that is done. Whoever sends it again has it done
    /// again, unless it was a moment ago: a crash between the two leaves it recorded and not done.
    ///
    /// @param then may wait for the stores and the record; fails where it must be tried again
    void takeThen(
            Origin origin, Message message, List<String> recorded, Runnable then, Answer answer) {
        Taking taking = new Taking(origin, message, recorded, List.of(), answer);
        var _ =
                dispatch.send(
                                message,
                                List.of(),
                                List.of(),
                                queued -> record(origin, message, recorded, queued),
                                Optional.empty())
                        .handle((_, failure) -> {
                            if (failure == null
                                    || Settlements.isCommitted(failure)
                                    || Settlements.isRefused(failure)) {
                                origin.inbound().queue().execute(() -> carryOut(taking, then));
                            } else {
                                failed(taking, failure);
                            }
                            return null;
                        });
    }

    private void carryOut(Taking taking, Runnable then) {
        try {
            then.run();
            taking.answer().reply(Response.ACCEPTED, "Accepted");
        } catch (RuntimeException e) {
            refuseForNow(taking, "Not Possible Now", e);
        }
    }

    private CompletableFuture<Void> take(
            Origin origin,
            Message message,
            List<String> recorded,
            List<Addressee> to,
            List<Addressee> copies,
            UnaryOperator<Companion> with,
            Answer answer) {
        // before anybody can have the text: a phone may fetch at once what it names
        files.passing(message.sender(), message.recipient(), message.payload().body().array());
        return dispatch.send(
                        message,
                        to,
                        copies,
                        queued -> record(origin, message, recorded, with.apply(queued)),
                        Optional.of(answer))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        failed(new Taking(origin, message, recorded, to, answer), failure);
                    }
                });
    }

    /// The sender's own devices but the one that sends; that one turns out to take CPIM when it sends it.
    ///
    /// @param known of the sender at least
    List<Addressee> copies(
            Origin origin,
            AddressOfRecord recipient,
            Map<AddressOfRecord, KnownDevices.Ready> known,
            boolean cpim) {
        if (origin.sender().isEmpty() || origin.sender().get().address().equals(recipient)) {
            return List.of();
        }
        KnownDevices.Of own = known.get(origin.sender().get().address()).all();
        Optional<Addressee> sending = own.behind(origin.inbound().flow());
        if (sending.isEmpty()) {
            return List.of(); // it could be any of them
        }
        if (cpim && !sending.get().takesCpim() && !sending.get().device().isShared()) {
            store.takesCpim(sending.get().device(), true);
        }
        return own.addressees().stream()
                .filter(other -> !other.equals(sending.get()))
                .filter(other -> other.takesCpim() || config.copiesToAll())
                .toList();
    }

    /// A text on its way into the record.
    private record Taking(
            Origin origin,
            Message message,
            List<String> recorded,
            List<Addressee> to,
            Answer answer) {}

    private void failed(Taking taking, Throwable failure) {
        InboundRequest inbound = taking.origin().inbound();
        if (Settlements.isRefused(failure)) {
            inbound.queue().execute(() -> repeated(taking.message().repeat(), taking.answer()));
            return;
        }
        if (Settlements.isCommitted(failure)) {
            taking.answer().reply(Response.ACCEPTED, "Accepted"); // it goes when it is anchored
            lookLater(taking.to());
            return;
        }
        inbound.queue().execute(() -> unavailable(taking, failure));
        // when the connection broke during the commit it may be in the queues all the same
        lookLater(taking.to());
    }

    private CompletableFuture<?> record(
            Origin origin, Message message, List<String> recorded, Companion with) {
        return archive.received(message, origin.inbound(), origin.sender(), recorded, with);
    }

    private void unavailable(Taking taking, Throwable failure) {
        perhapsTaken.add(taking.message().repeat());
        archive.refusedForNow(
                taking.origin().inbound(),
                taking.origin().sender(),
                taking.message().repeat(),
                "Archive Unavailable");
        refuseForNow(taking, "Archive Unavailable", failure);
    }

    private void refuseForNow(Taking taking, String reason, Throwable failure) {
        log.warn(
                "MESSAGE {} refused for now: {}",
                taking.origin().inbound().callId(),
                failure.getMessage());
        recent.remove(taking.message().repeat(), taking.answer());
        for (InboundRequest waiting : taking.answer().abandon()) {
            Response response = waiting.createResponse(Response.SERVICE_UNAVAILABLE, reason);
            response.setHeader(RetryAfter.header(config.retryAfter()));
            waiting.respond(response);
        }
    }

    /// What is sent again is taken anew.
    void forget(RepeatKey repeat, Answer answer) {
        recent.remove(repeat, answer);
    }

    private void lookLater(List<Addressee> to) {
        to.stream().map(each -> each.device().owner()).distinct().forEach(wakes::later);
    }

    /// It was taken before, perhaps by another node or before a restart: what was said then is said again.
    private void repeated(RepeatKey repeat, Answer answer) {
        try {
            repeated(store.repeated(repeat).orElseThrow(), answer);
        } catch (RuntimeException e) {
            log.warn("what became of a message is not known now: {}", e.toString());
            answer.reply(Response.ACCEPTED, "Accepted"); // it was taken: that is sure
        }
    }

    private static void repeated(MessageStore.Known known, Answer answer) {
        boolean taken = known.answers().stream().anyMatch(status -> status / 100 == 2);
        if (taken) {
            answer.reply(Response.OK, "OK");
        } else if (known.waiting() > 0 || known.answers().isEmpty()) {
            answer.reply(Response.ACCEPTED, "Accepted");
        } else {
            answer.reply(known.answers().getFirst(), "Refused");
        }
    }
}
