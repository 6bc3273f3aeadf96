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
        assertThat(backOff.pause("alice", HERE, true)).isZero();
        fail(1);
        assertThat(backOff.pause("alice", HERE, true)).isPositive();
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
        assertThat(backOff.pause("alice", THERE, true)).as("alice herself").isZero();
        assertThat(backOff.pause("bob", HERE, true)).isZero();
    }

    @Test
    void whatDoesNotProveItsSourcePausesNobodyThere() {
        for (int i = 0; i < 6; i++) {
            assertThat(backOff.mustProve("alice", HERE)).isFalse();
            backOff.failed("alice", HERE, false);
        }
        assertThat(pause()).isZero();
        assertThat(backOff.pause("alice", HERE, false)).isZero();
        assertThat(backOff.paused()).isZero();
        assertThat(backOff.tried())
                .singleElement()
                .matches(one -> one.failures() == 6 && one.until().isEmpty());
        assertThat(backOff.mustProve("alice", HERE)).isTrue();
        assertThat(backOff.mustProve("alice", THERE)).isFalse();
        assertThat(backOff.mustProve("bob", HERE)).isFalse();
        backOff.succeeded("alice", HERE);
        assertThat(backOff.mustProve("alice", HERE)).isFalse();
    }

    @Test
    void aRightPasswordAndHalfAnHourEndIt() {
        fail(20);
        backOff.succeeded("alice", HERE);
        assertThat(backOff.pause("alice", HERE, true)).isZero();
        fail(5);
        clock.advance(Duration.ofMinutes(31));
        fail(1);
        assertThat(backOff.pause("alice", HERE, true)).isZero();
    }

    @Test
    void addressesOfOneIpv6NetworkAreOneSource() {
        for (int i = 1; i <= 6; i++) {
            backOff.failed("alice", InetAddress.ofLiteral("2001:db8::" + i), true);
        }
        assertThat(backOff.pause("alice", InetAddress.ofLiteral("2001:db8::99"), true))
                .isPositive();
        assertThat(backOff.pause("alice", InetAddress.ofLiteral("2001:db8:0:1::1"), true)).isZero();
    }

    @Test
    void memoryIsBoundedAlsoForLongNames() {
        for (int i = 0; i < 1000; i++) {
            backOff.failed("x".repeat(200) + i, HERE, true);
            backOff.failed("user" + i, HERE, true);
        }
        assertThat(backOff.size()).isLessThanOrEqualTo(100);
        assertThat(backOff.pause("x".repeat(300), HERE, true)).isPositive();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            backOff.failed("alice", HERE, true);
        }
    }

    private Duration pause() {
        return backOff.pause("alice", HERE, true);
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
