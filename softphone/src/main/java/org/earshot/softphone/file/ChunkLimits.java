package org.earshot.softphone.file;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.earshot.common.msrp.MsrpUri;

/// How large the chunks may be that a relay takes. RFC 4975 and RFC 4976 know no limit, but there are relays that read each request
/// into a buffer, and close the connection at one that does not fit (Kamailio: 4 kB, or at most 14 kB). Whoever has closed it
/// before it took anything gets smaller ones from then on. Thread-safe.
final class ChunkLimits {
    /// What need not even be interruptible (RFC 4975 §5.1): everybody must be able to hold that.
    static final int LEAST = 2048;

    private static final int LESS = 8192;
    private static final int MOST_KNOWN = 1000; // others may name relays to us

    private final Map<String, Integer> known = new ConcurrentHashMap<>(); // by HOST:PORT

    /// Bytes of the largest chunk for a relay.
    int most(MsrpUri relay) {
        return known.getOrDefault(name(relay), ChunkSize.LARGEST);
    }

    /// A relay took none of what was sent.
    void tookNone(MsrpUri relay) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.merge(name(relay), LESS, (before, _) -> Math.min(before, LEAST));
    }

    private static String name(MsrpUri relay) {
        return relay.host() + ":" + relay.portOrDefault();
    }
}
