package org.earshot.server.bus;

import java.time.Duration;

/// How often and how long. Tests have their own.
///
/// @param poll from one look at the change log to the next
/// @param beat from one heartbeat to the next
/// @param missedBeats after as many looks without a new beat a node is taken for gone
/// @param backlog more changes than this at once are not told one by one
/// @param firstRetry until a lost connection to a node is tried again; doubles up to `lastRetry`
/// @param ping an idle connection is used once in this time; one that was not for four times as long is closed
/// @param handshake what a peer has to say who it is
record BusTiming(
        Duration poll,
        Duration beat,
        int missedBeats,
        int backlog,
        Duration firstRetry,
        Duration lastRetry,
        Duration ping,
        Duration handshake) {
    static final BusTiming STANDARD =
            new BusTiming(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    3,
                    20_000,
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));
}
