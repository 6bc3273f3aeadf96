package org.earshot.softphone.ua;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sip.header.Header;
import javax.sip.message.Response;
import org.earshot.common.relay.FileRelay;
import org.earshot.common.relay.FileRelayHeader;
import org.earshot.common.relay.Relay;
import org.earshot.common.relay.RelayCredential;
import org.earshot.common.relay.RelayHeader;
import org.earshot.common.relay.RelayOffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The STUN and TURN servers that an account's calls may use: those of its settings, then those that its server named with the
/// last 200 to REGISTER. Confined to the user-agent thread.
final class Relays {
    private static final Logger log = LoggerFactory.getLogger(Relays.class);

    /// A server can't make us register more often than this because of them.
    private static final Duration SHORTEST_RENEWAL = Duration.ofMinutes(1);

    private final List<Relay> configured;
    private final InstantSource clock;
    private List<Relay> told = List.of();

    Relays(List<Relay> configured, InstantSource clock) {
        this.configured = configured;
        this.clock = clock;
    }

    /// What the server has named now, in place of what it named before.
    void told(List<Relay> relays) {
        told = relays;
    }

    /// Those that may be used now, in the order in which they should be tried.
    List<Relay> current() {
        Instant now = clock.instant();
        return Stream.concat(configured.stream(), told.stream())
                .filter(relay -> relay.isUsableAt(now))
                .toList();
    }

    /// Reads the headers of a 200 to REGISTER. What is broken is left out: a phone without them still calls.
    ///
    /// @param confidential whether nobody could read or change the answer on its way: a TURN server that anybody may have
    ///     written there would get our media
    static List<Relay> of(Response response, boolean confidential, Instant now) {
        List<Relay> relays = new ArrayList<>();
        Iterator<?> headers = response.getHeaders(RelayHeader.NAME);
        while (headers.hasNext() && relays.size() < RelayOffer.MOST) {
            if (headers.next() instanceof Header header) {
                read(header, now)
                        .filter(relay -> confidential || relay.credential().isEmpty())
                        .ifPresent(relays::add);
            }
        }
        return List.copyOf(relays);
    }

    /// The same for the relay for files.
    static Optional<FileRelay> forFiles(Response response) {
        return Optional.ofNullable(response.getHeader(FileRelayHeader.NAME))
                .flatMap(Relays::readForFiles);
    }

    private static Optional<FileRelay> readForFiles(Header header) {
        try {
            return Optional.of(FileRelayHeader.parse(value(header)));
        } catch (IllegalArgumentException e) {
            log.debug("an {} that can't be used: {}", FileRelayHeader.NAME, e.getMessage());
            return Optional.empty();
        }
    }

    private static String value(Header header) {
        String line = header.toString();
        return line.substring(line.indexOf(':') + 1);
    }

    private static Optional<Relay> read(Header header, Instant now) {
        try {
            return Optional.of(RelayHeader.parse(value(header), now));
        } catch (IllegalArgumentException e) {
            log.debug("an {} that can't be used: {}", RelayHeader.NAME, e.getMessage());
            return Optional.empty();
        }
    }

    /// When to register again so that a call never begins with a credential that is about to end: at half of the life of the first
    /// that ends.
    ///
    /// @return empty: none of them ends
    static Optional<Duration> renewIn(List<Relay> relays, Instant now) {
        return relays.stream()
                .flatMap(relay -> relay.credential().stream())
                .map(RelayCredential::expiresAt)
                .filter(end -> end.isBefore(Instant.MAX))
                .min(Instant::compareTo)
                .map(end -> Duration.between(now, end).dividedBy(2))
                .map(half -> half.compareTo(SHORTEST_RENEWAL) < 0 ? SHORTEST_RENEWAL : half);
    }
}
