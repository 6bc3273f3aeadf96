package org.earshot.server.monitor;

import java.util.Optional;
import org.earshot.proxy.archive.ArchiveEvent;

/// What became of a message, as far as an event in the archive says.
enum MessageOutcome {
    /// The server has it, and answers for it from now on.
    ACCEPTED,
    /// The server does not take it.
    REFUSED,
    /// A phone has it.
    DELIVERED,
    /// A phone does not want it, for good.
    FAILED,
    /// A phone claims that somebody saw it.
    DISPLAYED,
    /// It waited for too long.
    EXPIRED,
    /// Too many waited, or for a phone that is forgotten.
    DROPPED;

    /// Empty for what is no news of a message.
    static Optional<MessageOutcome> of(ArchiveEvent event) {
        return switch (event) {
            case ArchiveEvent.MessageReceived _ -> Optional.of(ACCEPTED);
            case ArchiveEvent.MessageRefused _ -> Optional.of(REFUSED);
            case ArchiveEvent.MessageDelivered delivered ->
                    Optional.of(delivered.status() / 100 == 2 ? DELIVERED : FAILED);
            case ArchiveEvent.MessageDisplayed _ -> Optional.of(DISPLAYED);
            case ArchiveEvent.MessageExpired _ -> Optional.of(EXPIRED);
            case ArchiveEvent.MessageDropped _ -> Optional.of(DROPPED);
            default -> Optional.empty();
        };
    }

    String label() {
        return Words.of(name());
    }
}
