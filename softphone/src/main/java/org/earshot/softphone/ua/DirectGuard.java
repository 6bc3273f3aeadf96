package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.time.InstantSource;
import javax.sip.message.Response;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.common.stack.SipRejection;

/// How often strangers may let this phone ring: whoever is on the network can, and need not say who he is. Confined to the user-agent
/// thread.
final class DirectGuard {
    private static final TokenBucket.Limit EACH = new TokenBucket.Limit(0.1, 5);
    private static final TokenBucket.Limit ALL = new TokenBucket.Limit(0.5, 20);
    private static final String PAUSE_S = "10";

    private final RateLimit<InetAddress> each;
    private final InstantSource clock;
    private TokenBucket all;

    DirectGuard(InstantSource clock) {
        each = new RateLimit<>(EACH, clock);
        this.clock = clock;
        all = TokenBucket.full(ALL, clock.instant());
    }

    /// Somebody calls.
    ///
    /// @throws SipRejection if that is too often
    void admit(InetAddress source) throws SipRejection {
        all = all.refilled(ALL, clock.instant());
        // all first: who sends from many addresses is not to fill the memory with them
        if (!all.hasOne() || !each.tryTake(source)) {
            throw new SipRejection(
                    Response.SERVICE_UNAVAILABLE,
                    "Too Many Calls",
                    Fields.header("Retry-After", PAUSE_S));
        }
        all = all.take();
    }
}
