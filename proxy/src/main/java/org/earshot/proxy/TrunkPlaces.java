package org.earshot.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.dns.ServiceNames;
import org.earshot.proxy.route.Trunk;
import org.earshot.proxy.route.TrunkBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks name servers where trunks are, again and again, so that no call waits for them; what they said last stands in the [TrunkBook], and
/// holds while they are silent. For one thread at a time; blocks for some seconds.
public final class TrunkPlaces {
    private static final Logger log = LoggerFactory.getLogger(TrunkPlaces.class);

    /// How long an answer holds: what records say of that themselves does not come through here.
    private static final Duration HELD = Duration.ofMinutes(1);

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final TrunkBook book;
    private final ServiceNames names;
    private final InstantSource clock;
    private final Map<String, Instant> due = new HashMap<>();

    public TrunkPlaces(TrunkBook book, ServiceNames names, InstantSource clock) {
        this.book = book;
        this.names = names;
        this.clock = clock;
    }

    /// Asks what is due; to be called each second or so.
    public synchronized void look() {
        List<Trunk> trunks = book.plan().trunks().stream().filter(Trunk::byService).toList();
        due.keySet().retainAll(trunks.stream().map(Trunk::serviceName).toList());
        for (Trunk trunk : trunks) {
            Instant now = clock.instant();
            if (!due.getOrDefault(trunk.serviceName(), Instant.MIN).isAfter(now)) {
                ask(trunk.serviceName());
            }
        }
    }

    private void ask(String name) {
        Optional<List<ServiceNames.Service>> services = names.services(name);
        services.ifPresent(found -> {
            if (book.located(name, found)) {
                log.info("{}: {}", name, found.isEmpty() ? "no SRV records" : found);
            }
        });
        due.put(name, clock.instant().plus(services.isPresent() ? HELD : RETRY));
    }
}
