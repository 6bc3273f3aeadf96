package org.earshot.proxy.message;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.message.IsComposing;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is typing, told to phones that another node holds, by that node. Thread-safe.
final class TypingElsewhere implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TypingElsewhere.class);
    private static final int MAX_FORWARDS = 70;

    private final String self = UUID.randomUUID().toString().substring(0, 8);
    private final Changes changes;
    private final AccountStore accounts;
    private final GroupStore groups;
    private final Composing composing;
    private final InstantSource clock;
    private Runnable hearing = () -> {};

    TypingElsewhere(
            Changes changes,
            AccountStore accounts,
            GroupStore groups,
            Composing composing,
            InstantSource clock) {
        this.changes = changes;
        this.accounts = accounts;
        this.groups = groups;
        this.composing = composing;
        this.clock = clock;
    }

    synchronized void start() {
        hearing = changes.subscribe(Topic.TYPING, this::hear);
    }

    @Override
    public synchronized void close() {
        hearing.run();
    }

    /// Tells the other nodes, once for each account.
    ///
    /// @param members whose phones are theirs
    void tell(Message message, IsComposing state, Set<AddressOfRecord> members) {
        for (AddressOfRecord member : members) {
            new TypingNews(
                            self,
                            message.sender(),
                            member.toString(),
                            message.payload().group().map(Payload.Via::address),
                            message.payload().secureOnly(),
                            state.state(),
                            state.refresh())
                    .text()
                    .ifPresent(this::announce);
        }
    }

    private void announce(String text) {
        try {
            changes.announce(new Change(Topic.TYPING, text));
        } catch (IllegalArgumentException e) {
            log.debug("who types is not told elsewhere: {}", e.getMessage());
        }
    }

    private void hear(Change change) {
        Optional<TypingNews> news =
                TypingNews.read(change.subject()).filter(known -> !known.teller().equals(self));
        if (news.isEmpty()) {
            return;
        }
        try {
            composing.tellHere(message(news.get()), Addresses.parse(news.get().to()));
        } catch (StoreUnavailableException | IllegalArgumentException e) {
            log.debug("who types is not told: {}", e.toString());
        }
    }

    private Message message(TypingNews news) {
        Instant now = clock.instant();
        Optional<Group> group = news.group().map(Addresses::parse).flatMap(groups::find);
        String to = news.group().orElse(news.to());
        String id = UUID.randomUUID().toString();
        IsComposing state =
                new IsComposing(news.state(), Optional.empty(), Optional.empty(), news.refresh());
        Payload payload =
                new Payload(
                        id,
                        id.substring(0, 8),
                        1,
                        MAX_FORWARDS,
                        news.secureOnly(),
                        news.from(),
                        accounts.find(Addresses.parse(news.from()))
                                .map(Account::displayName)
                                .orElse(""),
                        group.map(known -> new Payload.Via(to, known.name())),
                        id,
                        now,
                        List.of(),
                        IsComposing.CONTENT_TYPE,
                        Bytes.of(state.toBytes()));
        return Composing.message(news.from(), to, payload, now);
    }
}
