package org.earshot.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.earshot.common.event.Nodes;
import org.junit.jupiter.api.Test;

class NodeDirectoryTest {
    private static final int MISSED = 3;

    private final FakeNodeTable table = new FakeNodeTable();
    private final List<String> heard = new ArrayList<>();
    private final List<Node> listed = new ArrayList<>();
    private final NodeDirectory a = directory("a");
    private final NodeDirectory b = directory("b");

    private NodeDirectory directory(String name) {
        return new NodeDirectory(
                table,
                new Node(name, "both", "127.0.0.1:7000"),
                MISSED,
                Runnable::run,
                nodes -> {
                    if (name.equals("a")) {
                        listed.clear();
                        listed.addAll(nodes);
                    }
                });
    }

    private void listen(NodeDirectory directory) {
        directory.subscribe(
                new Nodes.Listener() {
                    @Override
                    public void onJoined(String node) {
                        heard.add(directory.self() + ": " + node + " joined");
                    }

                    @Override
                    public void onGone(String node) {
                        heard.add(directory.self() + ": " + node + " gone");
                    }

                    @Override
                    public void onReturned() {
                        heard.add(directory.self() + ": returned");
                    }
                });
    }

    @Test
    void whoShowsItselfIsLookedForAtOnceAndNobodyIsJudgedByThat() {
        a.round();
        b.round();
        a.met("b");
        assertThat(listed).extracting(Node::name).containsExactly("b");
        listen(a);
        for (int i = 0; i < 2 * MISSED; i++) {
            a.met("nobody" + i);
        }
        assertThat(heard).isEmpty();
        assertThat(listed).extracting(Node::name).containsExactly("b");
    }

    @Test
    void nodesSeeEachOther() {
        listen(a);
        a.round();
        b.round();
        a.round();
        assertThat(heard).containsExactly("a: b joined");
        assertThat(listed).extracting(Node::name).containsExactly("b");
        assertThat(a.isFirst()).isTrue();
        assertThat(b.isFirst()).isFalse();
    }

    @Test
    void oneThatHasJustComeIsLive() {
        a.round();
        b.round();
        assertThat(a.isLive("b")).isTrue(); // not seen yet
        assertThat(a.isLive("a")).isTrue();
        assertThat(a.isLive("c")).isFalse();
    }

    @Test
    void whereANodeTakesSipIsHeardAtOnce() {
        a.round();
        b.round();
        a.round();
        assertThat(a.sip("b")).isEmpty();
        assertThat(a.sip("nobody")).isEmpty();
        b.takesSip("127.0.0.1:5061");
        assertThat(a.sip("b")).hasValueSatisfying(at -> assertThat(at.getPort()).isEqualTo(5061));
        a.round();
        table.setAway(true);
        assertThat(a.sip("b")).isPresent();
        assertThat(a.sip("c")).isEmpty();
    }

    @Test
    void nobodyIsDeclaredDeadWhileNobodyCanKnow() {
        table.setAway(true);
        assertThat(a.isLive("b")).isTrue();
    }

    @Test
    void whoLeavesIsGoneAtTheNextLook() {
        listen(a);
        a.round();
        b.round();
        a.round();
        b.close();
        b.round(); // does not come back
        a.round();
        assertThat(heard).containsExactly("a: b joined", "a: b gone");
        assertThat(listed).isEmpty();
        assertThat(a.isLive("b")).isFalse();
    }

    @Test
    void whoMissesItsBeatsIsGoneAndIsTakenOut() {
        b.round();
        a.round();
        listen(a);
        for (int i = 1; i < MISSED; i++) {
            a.round();
        }
        assertThat(heard).isEmpty();
        a.round();
        assertThat(heard).containsExactly("a: b gone");
        assertThat(table.has("b")).isFalse();
        assertThat(listed).isEmpty();
        a.round();
        assertThat(heard).hasSize(1);
    }

    @Test
    void aThirdOneHearsOfItToo() {
        NodeDirectory c = directory("c");
        b.round();
        c.round();
        a.round();
        listen(c);
        for (int i = 0; i < MISSED; i++) {
            c.round();
            a.round();
        }
        c.round();
        assertThat(heard).containsOnlyOnce("c: b gone");
    }

    @Test
    void whoWasCutOffNoticesItself() {
        a.round();
        b.round();
        a.round();
        listen(a);
        listen(b);
        for (int i = 0; i < MISSED; i++) {
            a.round();
        }
        b.round();
        a.round();
        assertThat(heard).containsExactly("a: b gone", "b: returned", "a: b joined");
    }

    @Test
    void afterTheDatabaseWasAwayForEverybodyNobodyHasGone() {
        a.round();
        b.round();
        a.round();
        listen(a);
        listen(b);
        table.setAway(true);
        for (int i = 0; i < 3 * MISSED; i++) {
            a.round();
            b.round();
        }
        table.setAway(false);
        a.round();
        b.round();
        a.round();
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerThatFailsHearsOfTheNextOne() {
        a.subscribe(
                new Nodes.Listener() {
                    @Override
                    public void onJoined(String node) {
                        heard.add(node);
                        throw new IllegalStateException("on purpose");
                    }
                });
        b.round();
        directory("c").round();
        a.round();
        assertThat(heard).containsExactly("b", "c");
    }
}
