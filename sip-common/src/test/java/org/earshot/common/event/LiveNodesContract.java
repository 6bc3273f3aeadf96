package org.earshot.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.RecordedRequest;
import org.junit.jupiter.api.Test;

/// What nodes on one database know of each other.
abstract class LiveNodesContract {
    private final FakeTimers clock = new FakeTimers();

    abstract JdbcLiveNodes open(String node, InstantSource clock);

    @Test
    void aNodeIsAliveWhileItSaysSo() {
        JdbcLiveNodes one = open("one", clock);
        JdbcLiveNodes two = open("two", clock);
        assertThat(one.isAlive("one")).isTrue();
        two.beat();
        one.beat();
        assertThat(one.isAlive("two")).isTrue();

        clock.advance(Duration.ofSeconds(19));
        one.beat();
        assertThat(one.isAlive("two")).isTrue();
        clock.advance(Duration.ofSeconds(1));
        one.beat();
        assertThat(one.isAlive("two")).isFalse();

        two.beat();
        one.beat();
        assertThat(one.isAlive("two")).isTrue();
        two.leave();
        one.beat();
        assertThat(one.isAlive("two")).isFalse();
        assertThat(one.isAlive("one")).isTrue();
    }

    @Test
    void aFlowBelongsToTheStartOfANode() {
        assertThat(LiveNodes.nodeOf(RecordedRequest.udpFlow())).isEqualTo("test");
        assertThat(LiveNodes.alone("test").isAlive("test")).isTrue();
        assertThat(LiveNodes.alone("test").isAlive("other")).isFalse();
    }
}
