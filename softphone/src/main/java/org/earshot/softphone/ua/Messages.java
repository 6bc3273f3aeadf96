package org.earshot.softphone.ua;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.sip.message.Response;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.message.Imdn;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages (RFC 3428), those that go out and those that come in. Whatever must not be lost is in the store before
/// anybody hears that it is here, or gets it. Confined to the user-agent thread.
final class Messages {
    private static final Logger log = LoggerFactory.getLogger(Messages.class);

    static final int LONGEST_TEXT =
            60_000; // bytes; a MESSAGE has to fit into one buffer of 64 KiB everywhere
    private static final int MOST_UNSENT = 1_000;

    /// What messages need of the user agent.
    interface Host {
        /// Whose phone this is now: an address-of-record; empty while nobody is logged in.
        Optional<String> account();

        /// Who and where we are; empty while the server does not know that.
        Optional<Identity> identity();

        Requester requester();

        /// Something waits for the server: it should be looked for.
        void hurry();

        void tell(UserAgentEvent event);
    }

    private final Host host;
    private final MessageStore store;
    private final UserAgentThread thread;
    private final InstantSource clock;
    private final MessageIds ids;
    private final Outbox outbox;
    private final Composing composing;
    private final PastMessages past;

    Messages(
            Host host,
            MessageStore store,
            UserAgentThread thread,
            InstantSource clock,
            MessageIds ids,
            RandomGenerator random) {
        this.host = host;
        this.store = store;
        this.thread = thread;
        this.clock = clock;
        this.ids = ids;
        outbox = new Outbox(new OutboxHost(), thread, clock, random);
        composing = new Composing(host, thread, clock);
        past = new PastMessages(host, thread);
        onThread(
                store.outbox(),
                kept -> kept.forEach(outbox::add),
                why -> log.error("what was not sent can't be read: {}", why));
    }

    /// Goes on here with what the store says.
    private <T> void onThread(
            CompletionStage<T> stage, Consumer<T> onDone, Consumer<String> onFailure) {
        var _ =
                stage.whenCompleteAsync(
                        (result, failure) -> {
                            if (failure == null) {
                                onDone.accept(result);
                            } else {
                                onFailure.accept(why(failure));
                            }
                        },
                        thread);
    }

    private static String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return String.valueOf(cause.getMessage());
    }

    private final class OutboxHost implements Outbox.Host {
        @Override
        public Optional<Identity> identity() {
            return host.identity();
        }

        @Override
        public Requester requester() {
            return host.requester();
        }

        @Override
        public void hurry() {
            host.hurry();
        }

        @Override
        public void onOutcome(Outgoing outgoing, Delivery delivery, String reason) {
            onThread(
                    store.sent(outgoing.key(), delivery, reason),
                    _ -> {},
                    why -> log.error("what became of a message can't be kept: {}", why));
            if (outgoing.content() instanceof Outgoing.Text) {
                tellStatus(outgoing.key(), delivery, reason);
            }
        }
    }

    private void tellStatus(MessageKey key, Delivery delivery, String reason) {
        host.tell(new UserAgentEvent.MessageStatus(ids.of(key), key, delivery, reason));
    }

    /// Whether anything of an account waits for the server.
    boolean isWaiting(String account) {
        return outbox.isWaiting(account);
    }

    /// The server is there (again).
    void sendWaiting() {
        outbox.sendWaiting();
    }

    /// The phone is about to end.
    void stop() {
        outbox.stop();
    }

    // What we write

    /// Sends a text as soon as those before it in the same conversation are through; under this account's name or
    /// not at all.
    ///
    /// @param account an address-of-record
    void send(Id id, String account, String uri, String text) {
        Outgoing outgoing = Outgoing.text(account, uri, text, clock.instant());
        ids.put(outgoing.key(), id);
        composing.sent(uri);
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
            refuse(id, outgoing, "longer than " + LONGEST_TEXT + " bytes");
        } else if (outbox.texts() >= MOST_UNSENT) {
            refuse(id, outgoing, MOST_UNSENT + " messages wait for the server");
        } else {
            // told when it is kept: what was shown as written is not lost any more
            onThread(
                    store.write(outgoing.shown(), outgoing),
                    _ -> {
                        host.tell(new UserAgentEvent.MessageWritten(id, outgoing.shown()));
                        outbox.add(outgoing);
                    },
                    why -> refuse(id, outgoing, why));
        }
    }

    /// Sends a text that our user has not typed; written again, with the same id, it is the same.
    CompletionStage<Void> announce(String account, String uri, String messageId, String text) {
        Outgoing outgoing =
                Outgoing.unsent(account, uri, text, messageId, Identity.newTag(), clock.instant());
        return store.find(outgoing.key())
                .thenComposeAsync(
                        before ->
                                before.isPresent()
                                        ? CompletableFuture.completedStage(null)
                                        : write(outgoing),
                        thread);
    }

    private CompletionStage<Void> write(Outgoing outgoing) {
        if (outbox.texts() >= MOST_UNSENT) {
            return CompletableFuture.failedStage(
                    new IOException(MOST_UNSENT + " messages wait for the server"));
        }
        return store.write(outgoing.shown(), outgoing)
                .thenRunAsync(
                        () -> {
                            host.tell(
                                    new UserAgentEvent.MessageWritten(
                                            ids.of(outgoing.key()), outgoing.shown()));
                            outbox.add(outgoing);
                        },
                        thread);
    }

    /// Says of a text that can't be sent at all why that is.
    void refuse(Id id, String account, String uri, String text, String reason) {
        Outgoing outgoing = Outgoing.text(account, uri, text, clock.instant());
        ids.put(outgoing.key(), id);
        refuse(id, outgoing, reason);
    }

    private void refuse(Id id, Outgoing outgoing, String reason) {
        host.tell(new UserAgentEvent.MessageWritten(id, outgoing.shown()));
        tellStatus(outgoing.key(), Delivery.FAILED, reason);
    }

    /// Sends a text that failed once more: the same message in a new request.
    void sendAgain(MessageKey key) {
        onThread(
                store.find(key),
                found -> {
                    if (found.isEmpty()) {
                        String text = Failure.NOT_KEPT.words();
                        host.tell(new UserAgentEvent.CommandFailed(Optional.empty(), text));
                    }
                    found.filter(m -> m.mine() && m.delivery() == Delivery.FAILED)
                            .ifPresent(this::sendAgain);
                },
                why -> tellStatus(key, Delivery.FAILED, why));
    }

    private void sendAgain(ChatMessage message) {
        Outgoing fresh =
                Outgoing.text(
                        message.key().account(),
                        message.key().conversation(),
                        message.text(),
                        clock.instant());
        Outgoing again =
                new Outgoing(
                        message.key(),
                        fresh.to(),
                        fresh.content(),
                        fresh.callId(),
                        fresh.tag(),
                        fresh.since());
        onThread(
                store.write(again.shown(), again),
                _ -> {
                    tellStatus(message.key(), Delivery.SENDING, "");
                    outbox.add(again);
                },
                why -> tellStatus(message.key(), Delivery.FAILED, why));
    }

    /// We typed a key of a message to somebody.
    void typing(String uri) {
        composing.typing(uri);
    }

    // What others write

    /// A MESSAGE came.
    ///
    /// @throws SipRejection to answer with
    void receive(InboundRequest request) throws SipRejection {
        String account = host.account().orElseThrow(Messages::notNow);
        switch (InboundMessage.read(request.message(), account, clock.instant())) {
            case InboundMessage.Text text -> keep(request, text);
            case InboundMessage.Past(ChatMessage message) ->
                    answerWhenKept(
                            request,
                            store.receivePast(message),
                            isNew -> {
                                if (isNew) {
                                    past.kept(message);
                                }
                            });
            case InboundMessage.Notice notice -> note(request, account, notice);
            case InboundMessage.Composing news -> {
                request.respond(Response.OK, "OK");
                composing.received(news);
            }
        }
    }

    private static SipRejection notNow() {
        return new SipRejection(Response.TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable");
    }

    private void keep(InboundRequest request, InboundMessage.Text text) {
        ChatMessage message = text.message();
        Set<DispositionNotification> wishes = text.wishes();
        List<Outgoing> notices = new ArrayList<>();
        if (wishes.contains(DispositionNotification.POSITIVE_DELIVERY)) {
            notices.add(Outgoing.notice(message, Delivery.DELIVERED, clock.instant()));
        }
        boolean wantsDisplayed = wishes.contains(DispositionNotification.DISPLAY);
        answerWhenKept(
                request,
                store.receive(message, wantsDisplayed, notices),
                isNew -> {
                    if (isNew) {
                        composing.wrote(message.key().conversation(), message.author());
                        Id id = ids.of(message.key());
                        host.tell(new UserAgentEvent.MessageReceived(id, message));
                        notices.forEach(outbox::add);
                    }
                });
    }

    /// A sender that gets no 200 keeps the message, and comes again.
    private <T> void answerWhenKept(
            InboundRequest request, CompletionStage<T> kept, Consumer<T> then) {
        onThread(
                kept,
                result -> {
                    request.respond(Response.OK, "OK");
                    then.accept(result);
                },
                why -> {
                    log.error("a message was not taken: {}", why);
                    request.respond(Response.TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable");
                });
    }

    private void note(InboundRequest request, String account, InboundMessage.Notice notice) {
        if (notice.ours()) {
            answerWhenKept(
                    request,
                    notice.status() == Imdn.Status.DISPLAYED
                            ? store.seenElsewhere(account, notice.about())
                            : CompletableFuture.completedStage(Optional.<String>empty()),
                    seen ->
                            seen.ifPresent(conversation ->
                                    host.tell(new UserAgentEvent.ConversationSeen(conversation))));
            return;
        }
        Optional<Delivery> news =
                switch (notice.status()) {
                    case DELIVERED -> Optional.of(Delivery.DELIVERED);
                    case DISPLAYED -> Optional.of(Delivery.DISPLAYED);
                    case FAILED -> Optional.of(Delivery.FAILED);
                    case FORBIDDEN ->
                            notice.kind() == Imdn.Notification.DELIVERY
                                    ? Optional.of(Delivery.FAILED)
                                    : Optional.empty();
                    // what is kept on the way, or nobody wants to tell, changes nothing
                    case PROCESSED, STORED, ERROR -> Optional.empty();
                };
        if (news.isEmpty()) {
            request.respond(Response.OK, "OK");
            return;
        }
        String reason = news.get() == Delivery.FAILED ? Failure.NOT_DELIVERED.words() : "";
        answerWhenKept(
                request,
                store.progress(account, notice.about(), news.get(), reason),
                changed -> changed.ifPresent(m -> tellStatus(m.key(), m.delivery(), m.reason())));
    }

    /// The user has seen a conversation.
    void seen(String account, String conversation) {
        onThread(
                store.seen(
                        account,
                        conversation,
                        message -> Outgoing.notice(message, Delivery.DISPLAYED, clock.instant())),
                notices -> {
                    host.tell(new UserAgentEvent.ConversationSeen(conversation));
                    notices.forEach(outbox::add);
                },
                why -> log.error("what was seen can't be kept: {}", why));
    }
}
