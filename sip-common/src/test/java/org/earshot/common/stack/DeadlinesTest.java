package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final WireLimits LIMITS = WireLimits.DEFAULT;
    private Deadlines deadlines;
    private long tick = 100;

    @BeforeEach
    void begin() {
        deadlines = new Deadlines(LIMITS, tick);
    }

    /// Lets time pass; what was missed at its end, null if nothing.
    private String pass(Duration time) {
        tick += time.dividedBy(Deadlines.TICK);
        return deadlines.tick(tick);
    }

    @Test
    void whoConnectsMustSpeak() {
        deadlines.firstMessageExpected();
        deadlines.messageBegins(); // a byte now and then buys no time
        assertThat(pass(LIMITS.firstMessageTimeout().minusSeconds(1))).isNull();
        deadlines.messageBegins();
        assertThat(pass(Duration.ofSeconds(1))).contains("message");
    }

    @Test
    void aMessageMustEndButThenThereIsTime() {
        deadlines.messageBegins();
        assertThat(pass(Duration.ofSeconds(19))).isNull();
        deadlines.messageEnds();
        assertThat(pass(Duration.ofMinutes(60))).isNull();
        deadlines.messageBegins();
        assertThat(pass(Duration.ofSeconds(20))).contains("message");
    }

    @Test
    void idleConnectionsEnd() {
        assertThat(pass(Duration.ofMinutes(69))).isNull();
        deadlines.active();
        assertThat(pass(Duration.ofMinutes(69))).isNull();
        assertThat(pass(Duration.ofMinutes(1))).isEqualTo("idle");
    }

    @Test
    void aHandshakeMustEnd() {
        deadlines.handshakeBegins();
        assertThat(pass(Duration.ofSeconds(10))).contains("handshake");
        deadlines.handshakeEnds();
        assertThat(pass(Duration.ofSeconds(10))).isNull();
    }

    @Test
    void aPeerMustTakeWhatItIsSent() {
        deadlines.writeBegins();
        assertThat(pass(Duration.ofSeconds(20))).contains("takes nothing");
        deadlines.writeEnds();
        assertThat(pass(Duration.ofSeconds(20))).isNull();
    }

    @Test
    void aPongMustComeInTenSecondsHoweverManyPingsFollow() {
        deadlines.pingSent();
        assertThat(pass(Duration.ofSeconds(9))).isNull();
        deadlines.pingSent();
        assertThat(deadlines.awaitsPong()).isTrue();
        assertThat(pass(Duration.ofSeconds(1))).isEqualTo("no pong");
        deadlines.pongReceived();
        assertThat(pass(Duration.ofSeconds(10))).isNull();
    }

    @Test
    void lastWordsGetASecond() {
        deadlines.lastWords("bad framing");
        assertThat(pass(Duration.ofMillis(750))).isNull();
        assertThat(pass(Duration.ofMillis(250))).contains("framing");
    }

    @Test
    void aSilentPeerThatCannotPingIsPinged() {
        deadlines.pingAfter(Duration.ofSeconds(30));
        pass(Duration.ofSeconds(29));
        assertThat(deadlines.pingDue()).isFalse();
        deadlines.writeEnds(); // what we say shows nothing of the peer
        pass(Duration.ofSeconds(1));
        assertThat(deadlines.pingDue()).isTrue();
        deadlines.pingSent();
        assertThat(deadlines.pingDue()).isFalse();
        deadlines.pongReceived();
        deadlines.active();
        pass(Duration.ofSeconds(29));
        assertThat(deadlines.pingDue()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(deadlines.pingDue()).isTrue();
    }
}
