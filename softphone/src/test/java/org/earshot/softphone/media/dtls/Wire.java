package org.earshot.softphone.media.dtls;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Two links back to back, and what is between them.
final class Wire implements AutoCloseable {
    /// What an end came to.
    static final class End implements DtlsLink.Listener {
        final CompletableFuture<DtlsKeys> keys = new CompletableFuture<>();
        final CompletableFuture<String> failure = new CompletableFuture<>();

        @Override
        public void onKeys(DtlsParameters parameters, DtlsKeys agreed) {
            keys.complete(agreed);
        }

        @Override
        public void onFailed(DtlsParameters parameters, String reason) {
            failure.complete(reason);
        }

        DtlsKeys awaitKeys() throws Exception {
            return keys.get(60, TimeUnit.SECONDS);
        }

        String awaitFailure() throws Exception {
            return failure.get(60, TimeUnit.SECONDS);
        }
    }

    final End active = new End();
    final End passive = new End();
    final DtlsLink activeLink;
    final DtlsLink passiveLink;

    /// @param toPassive changes a datagram on its way, or drops it (an empty one)
    Wire(
            DtlsParameters ofActive,
            DtlsParameters ofPassive,
            UnaryOperator<byte[]> toPassive,
            UnaryOperator<byte[]> toActive) {
        DtlsLink[] links = new DtlsLink[2];
        activeLink =
                new DtlsLink(ofActive, (b, at, n) -> pass(links[1], toPassive, b, at, n), active);
        passiveLink =
                new DtlsLink(ofPassive, (b, at, n) -> pass(links[0], toActive, b, at, n), passive);
        links[0] = activeLink;
        links[1] = passiveLink;
    }

    static Wire clean(DtlsParameters ofActive, DtlsParameters ofPassive) {
        return new Wire(ofActive, ofPassive, UnaryOperator.identity(), UnaryOperator.identity());
    }

    private static void pass(
            DtlsLink to, UnaryOperator<byte[]> change, byte[] bytes, int offset, int length) {
        byte[] packet = new byte[length];
        System.arraycopy(bytes, offset, packet, 0, length);
        Optional.of(change.apply(packet))
                .filter(changed -> changed.length > 0)
                .ifPresent(changed -> to.onPacket(changed, changed.length));
    }

    void start() {
        passiveLink.start();
        activeLink.start();
    }

    @Override
    public void close() {
        activeLink.close();
        passiveLink.close();
    }
}
