package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.earshot.common.address.AddressOfRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be done now and then: messages whose time is over, devices that stayed away, queues without work. Run by
/// one thread at a time.
final class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private static final int AT_ONCE = 200;

    /// A phone may still answer to what was sent when it was not over.
    private static final Duration STILL_SENT = Duration.ofSeconds(64);

    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

    private final MessageStore store;
    private final MessageArchive archive;
    private final Notices notices;
    private final Mailboxes mailboxes;
    private final ForgottenDevices forgotten;
    private final DeviceQueues queues;
    private final Wakes wakes;
    private final InstantSource clock;
    private Instant forgot;
    private Instant looked;

    Housekeeping(
            MessageStore store,
            MessageArchive archive,
            Notices notices,
            Mailboxes mailboxes,
            ForgottenDevices forgotten,
            DeviceQueues queues,
            Wakes wakes,
            InstantSource clock) {
        this.store = store;
        this.archive = archive;
        this.notices = notices;
        this.mailboxes = mailboxes;
        this.forgotten = forgotten;
        this.queues = queues;
        this.wakes = wakes;
        this.clock = clock;
        this.forgot = clock.instant();
        this.looked = clock.instant();
    }

    void run() {
        queues.sweep();
        expire();
        while (store.removeExpired(clock.instant(), AT_ONCE) == AT_ONCE) {
            log.debug("more messages are over");
        }
        if (isDue(looked, LOOK_EVERY)) {
            looked = clock.instant();
            wakes.all(); // of what no change told
        }
        if (isDue(forgot, FORGET_EVERY)) {
            forgot = clock.instant();
            forgotten.whoStayedAway();
        }
    }

    private boolean isDue(Instant last, Duration period) {
        return !last.plus(period).isAfter(clock.instant());
    }

    private void expire() {
        while (true) {
            List<Message> over = store.expired(clock.instant().minus(STILL_SENT), AT_ONCE);
            boolean any = false;
            for (Message message : over) {
                any |= expire(message);
            }
            if (over.size() < AT_ONCE || !any) {
                return;
            }
        }
    }

    private boolean expire(Message message) {
        Set<AddressOfRecord> owners = store.ownersWaiting(message.id());
        CompletableFuture<?> written =
                message.kind() == Message.Kind.TEXT
                        ? archive.expired(message, store.expire(message.id()))
                        : store.submit(store.expire(message.id()));
        try {
            written.join();
        } catch (CompletionException e) {
            // another node was quicker, or the store is away
            log.debug("{} is not ended now: {}", message, e.getMessage());
            return false;
        }
        // where another device took it, it has arrived; and a copy says nothing of who it was for
        store.reachedNobody(List.of(message.id())).forEach(notices::failed);
        owners.forEach(mailboxes::changed);
        return true;
    }
}
