package org.earshot.softphone.file;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.earshot.common.msrp.MsrpUri;

/// How large the chunks may be that a relay takes. RFC 4975 and RFC 4976 know no limit, but there are relays that read each request
/// into a buffer, and close the connection at one that does not fit (Kamailio: 4 kB, or at most 14 kB). Whoever has closed it
/// before it took anything gets smaller ones for an hour: it may as well have ended just then, as may have who is behind it. Thread-safe.
final class ChunkLimits {
    /// What need not even be interruptible (RFC 4975 §5.1): everybody must be able to hold that.
    static final int LEAST = 2048;

    private static final int LESS = 8192;
    private static final int MOST_KNOWN = 1000; // others may name relays to us
    private static final long REMEMBERED = Duration.ofHours(1).toNanos();

    private final Map<String, Known> known = new ConcurrentHashMap<>(); // by HOST:PORT

    /// @param since nanoseconds
    private record Known(int most, long since) {
        boolean holds(long now) {
            return now - since < REMEMBERED;
        }
    }

    /// Bytes of the largest chunk for a relay.
    ///
    /// @param now nanoseconds, from anywhere
    int most(MsrpUri relay, long now) {
        return Optional.ofNullable(known.get(name(relay)))
                .filter(limit -> limit.holds(now))
                .map(Known::most)
                .orElse(ChunkSize.LARGEST);
    }

    /// A relay took none of what was sent.
    ///
    /// @param now nanoseconds, from anywhere
    void tookNone(MsrpUri relay, long now) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.merge(
                name(relay),
                new Known(LESS, now),
                (before, first) -> before.holds(now) ? new Known(LEAST, now) : first);
    }

    private static String name(MsrpUri relay) {
        return relay.host() + ":" + relay.portOrDefault();
    }
}
