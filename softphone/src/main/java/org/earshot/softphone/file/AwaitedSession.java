package org.earshot.softphone.file;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.earshot.common.msrp.MsrpUri;

/// A session of ours from the moment its address is made. A connection may come before it is known whose it must be: the answer to
/// an offer takes another way. Thread-safe.
final class AwaitedSession {
    private final MsrpUri local;
    private final Optional<RelayLink> relay;
    private final Runnable forgotten;
    private final CompletableFuture<Transfer> transfer = new CompletableFuture<>();
    private final AtomicBoolean bound = new AtomicBoolean();
    private volatile Optional<Long> agreedAt = Optional.empty(); // nanoseconds

    /// @param forgotten what is to be done when nobody is awaited any more
    AwaitedSession(MsrpUri local, Optional<RelayLink> relay, Runnable forgotten) {
        this.local = local;
        this.relay = relay;
        this.forgotten = forgotten;
    }

    MsrpUri local() {
        return local;
    }

    /// Whether the other phone comes over our relay, and not by a connection of its own.
    boolean isRelayed() {
        return relay.isPresent();
    }

    /// Whether it is awaited there, and nowhere else.
    ///
    /// @param where a connection to our relay; empty for one of its own
    boolean isAwaited(Optional<RelayLink> where) {
        return relay.equals(where);
    }

    /// Lets go what was only there to be come to.
    void forget() {
        forgotten.run();
        if (!bound.get()) {
            relay.ifPresent(link -> link.connection().close());
        }
    }

    /// What was agreed upon; cancelled if the offer came to nothing, or we connect ourselves.
    CompletableFuture<Transfer> transfer() {
        return transfer;
    }

    /// @return false if nobody is awaited any more
    boolean agreed(Transfer on, long now) {
        agreedAt = Optional.of(now);
        return transfer.complete(on);
    }

    /// Nobody can come any more: whatever was agreed upon is over, unless it goes on already.
    void isCutOff(String words) {
        if (!transfer.isCancelled() && transfer.isDone()) {
            transfer.join().fail(FileFailure.Reason.CONNECTION, words);
        }
    }

    /// @return false if another connection has it
    boolean bind() {
        return bound.compareAndSet(false, true);
    }

    /// The connection was given up: another one may come.
    void unbind() {
        bound.set(false);
    }

    /// Whether it is agreed upon for so long, and nobody has come.
    boolean isLate(long now, long nanos) {
        return !bound.get() && agreedAt.isPresent() && now - agreedAt.get() > nanos;
    }
}
