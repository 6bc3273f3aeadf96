package org.earshot.softphone.media.ice;

/// Something that the server grants for some minutes, and is asked for again in time while it is being used. Confined to the
/// client's thread.
abstract class TurnGrant implements TurnTransactions.Task {
    /// A peer that is forbidden stays forbidden: each check of ICE need not ask again.
    private static final long AFTER_REFUSAL_NANOS = 10_000_000_000L;

    private final TurnTransactions transactions;
    private final long lifetimeNanos;
    private final long renewalNanos;
    private boolean granted;
    private boolean pending;
    private boolean used;
    private long until;
    private long renewal;
    private long refusedUntil = Long.MIN_VALUE;

    /// @param renewalNanos after which time it is asked for again
    TurnGrant(TurnTransactions transactions, long lifetimeNanos, long renewalNanos) {
        this.transactions = transactions;
        this.lifetimeNanos = lifetimeNanos;
        this.renewalNanos = renewalNanos;
    }

    /// It holds from now on.
    abstract void onGranted(long asked);

    /// It was not granted, whether the server said so or nothing.
    ///
    /// @param code 0 where there was no answer
    abstract void onRefused(int code, long now);

    /// Whether the server has it.
    final boolean holds(long now) {
        return granted && now < until;
    }

    /// Whether the server has said no a moment ago.
    final boolean isRefused(long now) {
        return now < refusedUntil;
    }

    /// Asks for it, where it doesn't hold and hasn't been asked for.
    final void want(long now) {
        used = true;
        if (!pending && !holds(now) && !isRefused(now)) {
            ask(now);
        }
    }

    /// Something passed: it will be wanted on.
    final void touch() {
        used = true;
    }

    final void onTime(long now) {
        if (next() <= now) {
            ask(now);
        }
    }

    /// When [#onTime] is due; never while nobody uses it.
    final long next() {
        return granted && used && !pending ? Math.max(renewal, refusedUntil) : Long.MAX_VALUE;
    }

    private void ask(long now) {
        pending = true;
        transactions.begin(this, now);
    }

    /// The server's count starts when it gets the request, so ours is never the longer one.
    final void grant(long asked) {
        granted = true;
        used = false;
        until = asked + lifetimeNanos;
        renewal = asked + renewalNanos;
        refusedUntil = Long.MIN_VALUE;
    }

    @Override
    public final void onSuccess(StunMessage answer, long asked, long now) {
        pending = false;
        grant(asked);
        onGranted(asked);
    }

    @Override
    public final void onError(StunMessage answer, long now) {
        pending = false;
        used = false;
        refusedUntil = now + AFTER_REFUSAL_NANOS;
        onRefused(answer.errorCode(), now);
    }

    @Override
    public final void onTimeout(long now) {
        pending = false;
        onRefused(0, now);
    }
}
