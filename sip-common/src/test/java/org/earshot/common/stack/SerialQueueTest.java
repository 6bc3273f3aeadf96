package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class SerialQueueTest {
    private final List<String> ran = new ArrayList<>();

    @Test
    void whateverATaskThrowsTheNextOneRuns() {
        SerialQueue queue = new SerialQueue(Runnable::run);
        queue.execute(() -> {
            throw new StackOverflowError("on purpose");
        });
        queue.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        queue.execute(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
    }

    @Test
    void whatIsAddedByATaskRunsAfterIt() {
        SerialQueue queue = new SerialQueue(Runnable::run);
        queue.execute(() -> {
            queue.execute(() -> ran.add("second"));
            ran.add("first");
        });
        assertThat(ran).containsExactly("first", "second");
    }

    /// A connection may be reported as closed after all has been shut down.
    @Test
    void afterTheThreadsWereShutDownTasksAreDroppedInSilence() {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        SerialQueue queue = new SerialQueue(threads);
        threads.shutdown();
        queue.execute(() -> ran.add("first"));
        queue.execute(() -> ran.add("second"));
        assertThat(ran).isEmpty();
    }
}
