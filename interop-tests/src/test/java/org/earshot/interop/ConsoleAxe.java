package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// What axe-core (a dependency of the tests alone) has against a page: WCAG 2.2, A and AA, and its best practices; in the dark the
/// colours once more.
final class ConsoleAxe {
    private static final String RUN =
            "axe.run(document, { resultTypes: ['violations'], runOnly: %s }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' (' + n.failureSummary.replace(/\\s+/g, ' ') + ')').slice(0, 3).join(' | ')).join('\\n'))";
    private static final String ALL =
            "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";
    private static final String COLOURS = "{ type: 'rule', values: ['color-contrast'] }";

    private final String script;

    private ConsoleAxe(String script) {
        this.script = script;
    }

    /// Skips the test where `bin/test` has not fetched it.
    static ConsoleAxe orSkip() throws IOException {
        Path file = Path.of("target", "browser", "axe.min.js").toAbsolutePath();
        Assumptions.assumeTrue(
                Files.exists(file), "SKIPPED: axe-core is not here; bin/test fetches it");
        return new ConsoleAxe(Files.readString(file));
    }

    /// Has nothing against what the page shows now, light and dark.
    void isContent(Chromium.Page page, String what) throws InterruptedException {
        if (!page.evaluate("typeof axe === 'object'").asBoolean()) {
            page.evaluate(script + "; true");
        }
        page.size(1280, 900, false);
        assertThat(page.evaluate(RUN.formatted(ALL)).asText()).as(what).isEmpty();
        page.size(1280, 900, true);
        assertThat(page.evaluate(RUN.formatted(COLOURS)).asText()).as(what + ", dark").isEmpty();
        page.size(1280, 900, false);
    }
}
