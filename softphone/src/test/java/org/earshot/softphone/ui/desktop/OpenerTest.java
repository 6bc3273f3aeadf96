package org.earshot.softphone.ui.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenerTest {
    private static final URI PAGE = URI.create("https://example.org/a?b=c");

    private final List<List<String>> run = new ArrayList<>();

    private boolean opened(boolean java, boolean program) {
        return new Opener(_ -> java, command -> run.add(command) && program).open(PAGE);
    }

    @Test
    void whereJavaKnowsTheDesktopNoProgramIsNeeded() {
        assertThat(opened(true, false)).isTrue();
        assertThat(run).isEmpty();
    }

    @Test
    void elseTheDesktopsOwnProgramIsAsked() {
        assertThat(opened(false, true)).isTrue();
        assertThat(run).containsExactly(List.of("xdg-open", "https://example.org/a?b=c"));
    }

    @Test
    void whereBothFailThatIsSaid() {
        assertThat(opened(false, false)).isFalse();
    }
}
