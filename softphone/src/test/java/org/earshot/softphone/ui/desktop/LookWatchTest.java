package org.earshot.softphone.ui.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookWatchTest {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Boolean> looks = new ArrayList<>();
    private boolean desktop;
    private final LookWatch watch =
            new LookWatch(
                    () -> desktop, waiting::add, Runnable::run, false, () -> looks.add(desktop));

    private void answer() {
        waiting.remove().run();
    }

    @Test
    void aDesktopThatBecomesDarkIsFollowedAndBack() {
        watch.ask();
        answer();
        assertThat(looks).isEmpty();
        desktop = true;
        watch.ask();
        answer();
        assertThat(watch.isDark()).isTrue();
        desktop = false;
        watch.ask();
        answer();
        assertThat(looks).containsExactly(true, false);
    }

    @Test
    void whileAnAnswerIsAwaitedNobodyAsksAgain() {
        watch.ask();
        watch.ask();
        assertThat(waiting).hasSize(1);
        answer();
        watch.ask();
        assertThat(waiting).hasSize(1);
    }
}
