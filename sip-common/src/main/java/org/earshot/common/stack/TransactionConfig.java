package org.earshot.common.stack;

import java.time.Duration;

/// The base timers of RFC 3261 §17.1.1.1 and table 4, from which all others follow.
///
/// @param t1 estimate of the round trip; 500 ms by default
/// @param t2 longest interval between retransmissions of a non-INVITE request or an INVITE response; 4 s
/// @param t4 how long a message may stay in the network; 5 s
public record TransactionConfig(Duration t1, Duration t2, Duration t4) {
    public static final TransactionConfig DEFAULT =
            new TransactionConfig(
                    Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

    /// RFC 3261 §17.2.1: the TU has 200 ms until a 100 is sent in its place.
    static final Duration TRYING_DELAY = Duration.ofMillis(200);

    /// RFC 3261 table 4: timer D is at least 32 s, whatever T1 is.
    private static final Duration D_MINIMUM = Duration.ofSeconds(32);

    public TransactionConfig {
        if (!t1.isPositive() || t2.compareTo(t1) < 0 || t4.isNegative()) {
            throw new IllegalArgumentException("T1 " + t1 + ", T2 " + t2 + ", T4 " + t4);
        }
    }

    /// 64*T1: timers B, F, H, J, L and M, and how long a 2xx is repeated (RFC 3261 §13.3.1.4).
    public Duration t1x64() {
        return t1.multipliedBy(64);
    }

    Duration timerD() {
        return t1x64().compareTo(D_MINIMUM) > 0 ? t1x64() : D_MINIMUM;
    }

    /// The interval after this one, where it doubles up to T2 (timers E and G).
    Duration doubledUpToT2(Duration interval) {
        Duration doubled = interval.multipliedBy(2);
        return doubled.compareTo(t2) > 0 ? t2 : doubled;
    }
}
