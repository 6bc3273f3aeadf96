package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what waits for people who have left, whose accounts are closed or deleted: their devices are forgotten, the record names what they never got, and whoever of the
/// organisation wrote that is told in words. Soon after that, and again and again, as a message may have been on its
/// way. Thread-safe; waits for the stores.
final class ClosedAccounts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClosedAccounts.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /// Longer than a message waits: nothing is left behind that was deleted before.
    private static final Duration DELETED = Duration.ofDays(40);

    private final AccountStore accounts;
    private final ForgottenDevices devices;
    private final ServerWords words;
    private final Changes changes;
    private final Executor threads;
    private final InstantSource clock;
    private final List<Untold> untold = new ArrayList<>();
    private Runnable subscription = () -> {};

    ClosedAccounts(
            AccountStore accounts,
            ForgottenDevices devices,
            ServerWords words,
            Changes changes,
            Executor threads,
            InstantSource clock) {
        this.accounts = accounts;
        this.devices = devices;
        this.words = words;
        this.changes = changes;
        this.threads = threads;
        this.clock = clock;
    }

    /// What somebody wrote that nobody got.
    ///
    /// @param first the id of the first text: makes this news the same when it is told again
    /// @param since when that came
    private record Untold(
            AddressOfRecord sender, AddressOfRecord to, UUID first, Instant since, int count) {
        Untold andOneMore() {
            return new Untold(sender, to, first, since, count + 1);
        }

        String text() {
            String whom = to.toString().replaceFirst("^sip:", "");
            return count == 1
                    ? "%s is not here any more. What you wrote at %s was not delivered."
                            .formatted(whom, TIME.format(since))
                    : "%s is not here any more. %d messages that you wrote since %s were not delivered."
                            .formatted(whom, count, TIME.format(since));
        }
    }

    synchronized void start() {
        subscription =
                changes.subscribe(
                        Topic.ACCOUNT,
                        change -> threads.execute(() -> run(Optional.of(change.subject()))));
    }

    @Override
    public synchronized void close() {
        subscription.run();
    }

    /// Looks at all of them.
    void run() {
        run(Optional.empty());
    }

    /// @param which an address; empty for all
    private synchronized void run(Optional<String> which) {
        try {
            for (AddressOfRecord address : accounts.left(clock.instant().minus(DELETED))) {
                if (which.isEmpty() || which.get().equals(address.toString())) {
                    end(address);
                }
            }
            // one that can't be told now is told later
            untold.removeIf(this::tell);
        } catch (StoreUnavailableException e) {
            log.debug("what waits for closed accounts is looked at later: {}", e.getMessage());
        }
    }

    private void end(AddressOfRecord owner) {
        Map<AddressOfRecord, Untold> bySender = new LinkedHashMap<>();
        try {
            devices.allOfClosed(
                    owner,
                    text -> {
                        // neither copies of what they wrote themselves, nor what went to a group
                        if (text.recipient().equals(owner.toString())) {
                            note(bySender, owner, text);
                        }
                    });
        } finally {
            untold.addAll(bySender.values());
        }
    }

    private static void note(
            Map<AddressOfRecord, Untold> bySender, AddressOfRecord owner, Message text) {
        AddressOfRecord sender;
        try {
            sender = Addresses.parse(text.sender());
        } catch (IllegalArgumentException _) {
            return; // of elsewhere: told by a notification, if they asked
        }
        bySender.merge(
                sender,
                new Untold(sender, owner, text.id(), text.receivedAt(), 1),
                (before, _) -> before.andOneMore());
    }

    private boolean tell(Untold news) {
        return accounts.find(news.sender()).isEmpty()
                || words.tell(news.sender(), "account-closed " + news.first(), news.text());
    }
}
