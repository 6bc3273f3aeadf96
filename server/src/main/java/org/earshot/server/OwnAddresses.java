package org.earshot.server;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses of this machine's interfaces, looked up again after a minute, since they may change. Thread-safe.
final class OwnAddresses {
    private static final Logger log = LoggerFactory.getLogger(OwnAddresses.class);
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Set<InetAddress> LOOPBACK =
            Set.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private final InstantSource clock;
    private volatile Seen seen = new Seen(LOOPBACK, Instant.MIN);

    private record Seen(Set<InetAddress> addresses, Instant until) {}

    OwnAddresses(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether an address is this machine's; 127.0.0.1 and ::1 always are.
    boolean contains(InetAddress address) {
        Instant now = clock.instant();
        Seen known = seen;
        if (!now.isBefore(known.until)) {
            known = new Seen(look(), now.plus(LIFE));
            seen = known;
        }
        return known.addresses.contains(address);
    }

    private static Set<InetAddress> look() {
        Set<InetAddress> own = new HashSet<>(LOOPBACK);
        try {
            own.addAll(
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .collect(Collectors.toSet()));
        } catch (SocketException e) {
            log.debug("the addresses of this machine are not known", e);
        }
        return own;
    }
}
