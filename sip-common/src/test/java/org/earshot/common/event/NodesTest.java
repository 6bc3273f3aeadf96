package org.earshot.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodesTest {

    @Test
    void whoIsAloneKnowsThatEarlierStartsHaveEnded() {
        Nodes nodes = Nodes.alone("n2");
        assertThat(nodes.self()).isEqualTo("n2");
        assertThat(nodes.isLive("n2")).isTrue();
        assertThat(nodes.isLive("n1")).isFalse();
    }
}
