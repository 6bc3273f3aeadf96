package org.earshot.common.stack;

import java.time.Duration;

/// What a connection must have done by when. Counts in ticks, which [Streams] lets pass: nothing is scheduled and
/// taken back for each message, and a wall clock that jumps closes nothing. Pure.
///
/// Set by the connection's threads, read by the one that ticks.
final class Deadlines {
    /// Length of a tick: how late a deadline may be noticed.
    static final Duration TICK = Duration.ofMillis(250);

    private static final long NEVER = Long.MAX_VALUE;

    private final WireLimits limits;
    private volatile long now;
    private volatile long handshake = NEVER;
    private volatile long message = NEVER;
    private volatile long idle = NEVER;
    private volatile long write = NEVER;
    private volatile long pong = NEVER;
    private volatile long linger = NEVER;
    private volatile String lastReason;
    private volatile Duration pingAfter; // null: the peer pings
    private volatile long ping = NEVER;

    Deadlines(WireLimits limits, long now) {
        this.limits = limits;
        this.now = now;
        this.idle = after(limits.idleTimeout());
    }

    /// From now on a peer that says nothing for so long is pinged by us: it can't ping itself, as a browser can't, and
    /// its network may be gone without a word.
    void pingAfter(Duration silence) {
        pingAfter = silence;
        ping = after(silence);
    }

    /// A tick has passed.
    ///
    /// @return what was missed, or null
    String tick(long tick) {
        now = tick;
        if (tick >= handshake) {
            return "TLS handshake took too long";
        }
        if (tick >= message) {
            return "no whole message in time";
        }
        if (tick >= write) {
            return "the peer takes nothing";
        }
        if (tick >= pong) {
            return "no pong";
        }
        if (tick >= linger) {
            return lastReason;
        }
        return tick >= idle ? "idle" : null;
    }

    /// Whether the peer has been silent for so long that it is to be pinged.
    boolean pingDue() {
        return now >= ping && pong == NEVER;
    }

    void handshakeBegins() {
        handshake = after(limits.handshakeTimeout());
    }

    void handshakeEnds() {
        handshake = NEVER;
    }

    /// The peer opened the connection, so it has something to say.
    void firstMessageExpected() {
        message = after(limits.firstMessageTimeout());
    }

    /// The first bytes of a message have come; a deadline that runs already stays.
    void messageBegins() {
        if (message == NEVER) {
            message = after(limits.messageTimeout());
        }
    }

    void messageEnds() {
        message = NEVER;
    }

    /// Something was read.
    void active() {
        idle = after(limits.idleTimeout());
        if (pingAfter != null) {
            ping = after(pingAfter);
        }
    }

    void writeBegins() {
        write = after(limits.writeTimeout());
    }

    void writeEnds() {
        write = NEVER;
        idle = after(limits.idleTimeout());
    }

    /// A ping goes out; an earlier one that waits keeps its deadline.
    void pingSent() {
        if (pong == NEVER) {
            pong = after(limits.pongTimeout());
        }
    }

    boolean awaitsPong() {
        return pong != NEVER;
    }

    void pongReceived() {
        pong = NEVER;
    }

    /// Nothing is read any more; the answer to what was wrong gets a second to go out.
    ///
    /// @param reason why
    void lastWords(String reason) {
        lastReason = reason;
        message = NEVER;
        linger = after(Duration.ofSeconds(1));
    }

    private long after(Duration duration) {
        return now + Math.ceilDiv(duration.toMillis(), TICK.toMillis());
    }
}
