package org.earshot.softphone.media.dtls;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Has two ends within the process agree upon keys, so that the JVM has loaded what a handshake needs: the first one in a cold JVM
/// takes a second, in which the other side already speaks.
public final class DtlsWarmUp {
    private DtlsWarmUp() {}

    /// Touches no network. Waits.
    ///
    /// @param limit how long at most
    /// @return whether the ends agreed; if not, the first call finds out why
    public static boolean run(SecureRandom random, Duration limit) throws InterruptedException {
        return run(random, DtlsRole.ACTIVE, limit);
    }

    /// The same between a passive end and one of any role: two that are passive both wait for the other's hello.
    static boolean run(SecureRandom random, DtlsRole role, Duration limit)
            throws InterruptedException {
        DtlsIdentity one = DtlsIdentity.generate(random, Instant.EPOCH);
        DtlsIdentity other = DtlsIdentity.generate(random, Instant.EPOCH);
        End first = new End(one, role, other);
        End passive = new End(other, DtlsRole.PASSIVE, one);
        try (DtlsLink server = passive.linkTo(first);
                DtlsLink client = first.linkTo(passive)) {
            server.start();
            client.start();
            DtlsKeys sent = first.keys.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            DtlsKeys received = passive.keys.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return sent.outbound().equals(received.inbound());
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static final class End implements DtlsLink.Listener {
        private final CompletableFuture<DtlsKeys> keys = new CompletableFuture<>();
        private final DtlsParameters parameters;
        private volatile DtlsLink link;

        private End(DtlsIdentity own, DtlsRole role, DtlsIdentity theirs) {
            parameters = new DtlsParameters(own, role, Set.of(theirs.fingerprint()));
        }

        private DtlsLink linkTo(End peer) {
            link =
                    new DtlsLink(
                            parameters,
                            (bytes, offset, length) ->
                                    peer.link.onPacket(
                                            Arrays.copyOfRange(bytes, offset, offset + length),
                                            length),
                            this);
            return link;
        }

        @Override
        public void onKeys(DtlsParameters with, DtlsKeys agreed) {
            keys.complete(agreed);
        }

        @Override
        public void onFailed(DtlsParameters with, String reason) {
            keys.completeExceptionally(new IllegalStateException(reason));
        }
    }
}
