package org.earshot.softphone.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Leave for a peer's address, whatever its port, to come through the relay, and for us to write to it (RFC 8656 §9, §10).
/// Lives 5 minutes and is renewed after 4. Confined to the client's thread.
final class TurnPermission extends TurnGrant {
    private static final long LIFETIME_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long RENEWAL_NANOS = TimeUnit.MINUTES.toNanos(4);

    /// A check of ICE and its first repetitions; of media what is youngest.
    private static final int MAX_HELD = 8;

    private final InetAddress peer;
    private final Consumer<byte[]> output;
    private final IntConsumer onError;
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();

    /// @param onError hears the code when the server refuses it
    TurnPermission(
            InetAddress peer,
            TurnTransactions transactions,
            Consumer<byte[]> output,
            IntConsumer onError) {
        super(transactions, LIFETIME_NANOS, RENEWAL_NANOS);
        this.peer = peer;
        this.output = output;
        this.onError = onError;
    }

    InetAddress peer() {
        return peer;
    }

    /// Sends at once where the permission holds, else once it does, and never where it is refused.
    void send(byte[] indication, long now) {
        if (holds(now)) {
            output.accept(indication);
            return;
        }
        if (isRefused(now)) {
            return;
        }
        if (held.size() == MAX_HELD) {
            held.removeFirst();
        }
        held.addLast(indication);
    }

    /// The permission that comes with a channel (§12.1).
    void grantedByChannel(long asked) {
        grant(asked);
        release();
    }

    /// The server does not answer: what waits is too old by now.
    void giveUp(long now) {
        if (!holds(now)) {
            held.clear();
        }
    }

    @Override
    public StunMessage.Builder request(TransactionId id) {
        return StunMessage.request(StunMessage.CREATE_PERMISSION, id)
                .putAddress(StunMessage.XOR_PEER_ADDRESS, new InetSocketAddress(peer, 0));
    }

    @Override
    void onGranted(long asked) {
        release();
    }

    @Override
    void onRefused(int code, long now) {
        held.clear();
        if (code != 0) {
            onError.accept(code);
        }
    }

    private void release() {
        for (byte[] indication = held.poll(); indication != null; indication = held.poll()) {
            output.accept(indication);
        }
    }
}
