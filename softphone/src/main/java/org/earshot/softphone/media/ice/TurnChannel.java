package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// A channel to one peer: four bytes before each packet in place of 36 and more (RFC 8656 §12). Lives 10 minutes and is renewed
/// after 9; its number stays the peer's for ever, since it may not soon be another's. Confined to the client's thread.
final class TurnChannel extends TurnGrant {
    private static final long LIFETIME_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long RENEWAL_NANOS = TimeUnit.MINUTES.toNanos(9);

    private final int number;
    private final InetSocketAddress peer;
    private final TurnPermission permission;
    private final IntConsumer onError;

    /// @param onError hears the code when the server refuses it
    TurnChannel(
            int number,
            InetSocketAddress peer,
            TurnPermission permission,
            TurnTransactions transactions,
            IntConsumer onError) {
        super(transactions, LIFETIME_NANOS, RENEWAL_NANOS);
        this.number = number;
        this.peer = peer;
        this.permission = permission;
        this.onError = onError;
    }

    int number() {
        return number;
    }

    InetSocketAddress peer() {
        return peer;
    }

    TurnPermission permission() {
        return permission;
    }

    @Override
    public StunMessage.Builder request(TransactionId id) {
        return StunMessage.request(StunMessage.CHANNEL_BIND, id)
                .putNumber(StunMessage.CHANNEL_NUMBER, number << 16)
                .putAddress(StunMessage.XOR_PEER_ADDRESS, peer);
    }

    @Override
    void onGranted(long asked) {
        permission.grantedByChannel(asked);
    }

    @Override
    void onRefused(int code, long now) {
        if (code == 0) {
            permission.giveUp(now);
        } else {
            // a server without channels, or none left: what waits may still go as it is
            permission.want(now);
            onError.accept(code);
        }
    }
}
