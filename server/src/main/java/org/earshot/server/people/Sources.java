package org.earshot.server.people;

import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;

/// How often something may be done from one place without a password. Thread-safe.
final class Sources {
    /// Twenty at once, then ten an hour: an office behind one address signs up on its first day.
    private static final TokenBucket.Limit LIMIT = new TokenBucket.Limit(10 / 3600.0, 20);

    private static final TokenBucket.Limit MANY = new TokenBucket.Limit(200 / 3600.0, 200);

    private final RateLimit<String> limit;

    Sources(InstantSource clock) {
        this(LIMIT, clock);
    }

    /// Where each shows a password that is checked, which has limits of its own.
    static Sources ofMany(InstantSource clock) {
        return new Sources(MANY, clock);
    }

    private Sources(TokenBucket.Limit each, InstantSource clock) {
        this.limit = new RateLimit<>(each, clock);
    }

    /// Where a request comes from.
    static InetAddress of(Context http) {
        String host = http.req().getRemoteAddr();
        return InetAddress.ofLiteral(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }

    /// Counts one.
    void count(InetAddress source) throws RefusedException {
        byte[] address = source.getAddress();
        // one customer has a /64 of IPv6
        byte[] network = source instanceof Inet6Address ? Arrays.copyOf(address, 8) : address;
        if (!limit.tryTake(HexFormat.of().formatHex(network))) {
            throw RefusedException.tooOften(
                    LIMIT, "too often from there: try again in some minutes");
        }
    }
}
