package org.earshot.proxy.message;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.NotYetAnchoredException;

/// Writes down how devices answered: the record's event, the receipt, and the end of the waiting, in one commit.
/// Thread-safe.
final class Settlements {
    private final MessageStore store;
    private final MessageArchive archive;
    private final InstantSource clock;

    Settlements(MessageStore store, MessageArchive archive, InstantSource clock) {
        this.store = store;
        this.archive = archive;
        this.clock = clock;
    }

    /// @return completes when it is on stable storage, or was before; does not wait
    CompletableFuture<Void> settle(Message message, DeviceId device, Route route, int status) {
        MessageStore.Settlement settlement =
                new MessageStore.Settlement(
                        message.id(), device, status, clock.instant(), message.kept());
        CompletableFuture<?> written;
        try {
            written =
                    message.kind() == Message.Kind.TEXT
                            ? archive.delivered(
                                    message, device, route, status, store.settle(settlement))
                            : store.submit(store.settle(settlement));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return written.handle((_, failure) -> {
            if (failure != null && !isRefused(failure)) {
                throw new IllegalStateException(failure.getMessage(), failure);
            }
            return null;
        });
    }

    /// Whether it is on stable storage all the same, and must not be refused.
    static boolean isCommitted(Throwable failure) {
        return failure instanceof NotYetAnchoredException
                || failure.getCause() instanceof NotYetAnchoredException;
    }

    static boolean isRefused(Throwable failure) {
        return failure instanceof CompanionRefusedException
                || failure.getCause() instanceof CompanionRefusedException;
    }
}
