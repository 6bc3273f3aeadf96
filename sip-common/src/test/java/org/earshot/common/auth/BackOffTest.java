package org.earshot.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    private final FakeTimers clock = new FakeTimers();
    private final BackOff backOff = new BackOff(100, clock);

    @Test
    void theFirstFiveFailuresAreFree() {
        fail(5);
        assertThat(backOff.pause("alice", HERE)).isZero();
        fail(1);
        assertThat(backOff.pause("alice", HERE)).isPositive();
    }

    @Test
    void whoIsPausedNowIsCounted() {
        fail(5);
        assertThat(backOff.paused()).isZero();
        fail(1);
        assertThat(backOff.paused()).isOne();
        clock.advance(Duration.ofSeconds(1));
        assertThat(backOff.paused()).isZero();
    }

    @Test
    void eachFurtherFailureDoublesThePauseUpToFiveMinutes() {
        fail(6);
        assertThat(pause()).isEqualTo(Duration.ofSeconds(1));
        fail(1);
        assertThat(pause()).isEqualTo(Duration.ofSeconds(2));
        fail(1);
        assertThat(pause()).isEqualTo(Duration.ofSeconds(4));
        fail(100);
        assertThat(pause()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void nobodyElseIsPaused() {
        fail(20);
        assertThat(backOff.pause("alice", THERE)).as("alice herself").isZero();
        assertThat(backOff.pause("bob", HERE)).isZero();
    }

    @Test
    void aRightPasswordAndHalfAnHourEndIt() {
        fail(20);
        backOff.succeeded("alice", HERE);
        assertThat(backOff.pause("alice", HERE)).isZero();
        fail(5);
        clock.advance(Duration.ofMinutes(31));
        fail(1);
        assertThat(backOff.pause("alice", HERE)).isZero();
    }

    @Test
    void addressesOfOneIpv6NetworkAreOneSource() {
        for (int i = 1; i <= 6; i++) {
            backOff.failed("alice", InetAddress.ofLiteral("2001:db8::" + i), true);
        }
        assertThat(backOff.pause("alice", InetAddress.ofLiteral("2001:db8::99"))).isPositive();
        assertThat(backOff.pause("alice", InetAddress.ofLiteral("2001:db8:0:1::1"))).isZero();
    }

    @Test
    void memoryIsBoundedAlsoForLongNames() {
        for (int i = 0; i < 1000; i++) {
            backOff.failed("x".repeat(200) + i, HERE, true);
            backOff.failed("user" + i, HERE, true);
        }
        assertThat(backOff.size()).isLessThanOrEqualTo(100);
        assertThat(backOff.pause("x".repeat(300), HERE)).isPositive();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            backOff.failed("alice", HERE, true);
        }
    }

    private Duration pause() {
        return backOff.pause("alice", HERE);
    }

    @Test
    void aPauseRunsOut() {
        fail(7);
        clock.advance(Duration.ofMillis(500));
        assertThat(pause()).as("rounded up").isEqualTo(Duration.ofSeconds(2));
        clock.advance(Duration.ofMillis(1500));
        assertThat(pause()).isZero();
    }
}
