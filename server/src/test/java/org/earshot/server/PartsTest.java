package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final List<String> closed = new ArrayList<>();
    private final Parts parts = new Parts();

    private AutoCloseable part(String name) {
        return () -> {
            closed.add(name);
            if (name.startsWith("bad")) {
                throw new IllegalStateException(name);
            }
        };
    }

    @Test
    void whatWorksWithTheOthersEndsBeforeTheyDoAndTheOthersTheOtherWayRound() {
        parts.closing(part("database"));
        parts.closingFirst(part("tasks"));
        parts.closing(part("bad socket"));
        parts.closing(part("files"));

        parts.close();

        assertThat(closed).containsExactly("tasks", "files", "bad socket", "database");
    }

    @Test
    void nothingIsClosedTwice() {
        parts.closing(part("database"));
        parts.closingFirst(part("tasks"));

        parts.close();
        parts.close();

        assertThat(closed).hasSize(2);
    }
}
