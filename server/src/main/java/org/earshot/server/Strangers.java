package org.earshot.server;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.earshot.common.auth.Authentication;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.stack.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests of people whom the server doesn't know. They are no part of the record, in which anybody could write then: they
/// are counted, and of those whose credentials are wrong one a minute from each address is in the log. Every phone's first
/// request comes without; one whose nonce has only grown old (`stale`, RFC 7616 §3.3) is no stranger's; at those that come again
/// too soon nobody looks. Thread-safe.
final class Strangers implements RequestAuthenticator {
    private static final Logger log = LoggerFactory.getLogger(Strangers.class);
    private static final Duration SAMPLE = Duration.ofMinutes(1);
    private static final int LONGEST = 200;
    private static final int MOST_SOURCES = 1000;

    /// Anybody can invent methods; these have a count of their own.
    private static final List<String> METHODS =
            List.of(
                    Request.REGISTER,
                    Request.INVITE,
                    Request.MESSAGE,
                    Request.SUBSCRIBE,
                    Request.PUBLISH);

    private static final String OTHER = "other";

    /// What stands for the method in [#counts].
    static final List<String> COUNTED = Stream.concat(METHODS.stream(), Stream.of(OTHER)).toList();

    private static final String WITHOUT = "without";
    private static final String WRONG = "wrong";
    private static final String TOO_SOON = "too-soon";

    /// What stands behind it: how its credentials were.
    static final List<String> CREDENTIALS = List.of(WITHOUT, WRONG, TOO_SOON);

    private final RequestAuthenticator authenticator;
    private final InstantSource clock;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<InetAddress, Instant> samples =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<InetAddress, Instant> eldest) {
                    return size() > MOST_SOURCES;
                }
            };
    private long unsaid;

    Strangers(RequestAuthenticator authenticator, InstantSource clock) {
        this.authenticator = authenticator;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Request request, Flow flow, Role role) {
        Authentication result = authenticator.authenticate(request, flow, role);
        switch (result) {
            case Authentication.Authenticated _ -> {}
            case Authentication.Challenged(int status, List<Header> challenges) -> {
                if (!hasCredentials(request, role)) {
                    count(request, WITHOUT);
                } else if (challenges.stream().noneMatch(Strangers::isStale)) {
                    wrong(request, flow, status);
                }
            }
            case Authentication.Refused(int _, String _, Optional<Duration> later)
                    when later.isPresent() ->
                    count(request, TOO_SOON);
            case Authentication.Refused(int status, String _, Optional<Duration> _) ->
                    wrong(request, flow, status);
        }
        return result;
    }

    private static boolean hasCredentials(Request request, Role role) {
        return request.getHeader(role == Role.PROXY ? "Proxy-Authorization" : "Authorization")
                != null;
    }

    private static boolean isStale(Header challenge) {
        return challenge.toString().toLowerCase(Locale.ROOT).contains("stale=true");
    }

    private synchronized void count(Request request, String how) {
        String method = METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER;
        counts.merge(method + " " + how, 1L, Long::sum);
    }

    private void wrong(Request request, Flow flow, int status) {
        count(request, WRONG);
        long before;
        synchronized (this) {
            InetAddress source = flow.remote().getAddress();
            Instant now = clock.instant();
            if (samples.getOrDefault(source, Instant.MIN).isAfter(now)) {
                unsaid++;
                return;
            }
            samples.remove(source);
            samples.put(source, now.plus(SAMPLE));
            before = unsaid;
            unsaid = 0;
        }
        log.info(
                "{} with wrong credentials from {} got {}: {} ({} more since the last such line)",
                clean(request.getMethod()),
                flow.remote(),
                status,
                clean(String.valueOf(request.getHeader("From"))),
                before);
    }

    private static String clean(String header) {
        String line = header.strip().replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }

    /// How many there were since the start, by method, without, with wrong credentials, or too soon after such.
    synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
