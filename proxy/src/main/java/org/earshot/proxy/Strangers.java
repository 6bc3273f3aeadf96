package org.earshot.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import javax.sip.header.ProxyAuthorizationHeader;
import org.earshot.common.stack.InboundRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests of people whom the server doesn't know. They are no part of the record, in which anybody could write then:
/// they are counted, and of those with a password that is wrong one a minute is in the log. Thread-safe.
final class Strangers {
    private static final Logger log = LoggerFactory.getLogger(Strangers.class);
    private static final Duration SAMPLE = Duration.ofMinutes(1);
    private static final int LONGEST = 200;

    private final InstantSource clock;
    private final Map<String, Long> counts = new TreeMap<>();
    private Instant nextSample = Instant.MIN;
    private long unsaid;

    Strangers(InstantSource clock) {
        this.clock = clock;
    }

    /// One was refused, or asked for a password.
    void refused(InboundRequest request, int status) {
        boolean wrong = request.message().getHeader(ProxyAuthorizationHeader.NAME) != null;
        long before;
        synchronized (this) {
            counts.merge(request.method() + (wrong ? " wrong" : " without"), 1L, Long::sum);
            if (!wrong) {
                return; // every phone begins so
            }
            if (clock.instant().isBefore(nextSample)) {
                unsaid++;
                return;
            }
            nextSample = clock.instant().plus(SAMPLE);
            before = unsaid;
            unsaid = 0;
        }
        log.info(
                "{} of a stranger at {} got {}: {} ({} more since the last such line)",
                request.method(),
                request.flow().remote(),
                status,
                clean(String.valueOf(request.message().getHeader("From"))),
                before);
    }

    private static String clean(String header) {
        String line = header.strip().replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }

    /// How many there were since the start, by method, without or with a wrong password.
    synchronized Map<String, Long> counts() {
        return Map.copyOf(counts);
    }
}
