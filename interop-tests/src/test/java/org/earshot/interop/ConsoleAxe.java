package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/// What axe-core (a dependency of the tests alone) has against a page: WCAG 2.2, A and AA, and its best practices; in the dark the
/// colours once more. Two roles see much of the same: a page that but for numbers and for who looks is one that was examined already is not
/// examined again, and colours are where an element, by its classes and those of all around it, was not there before.
final class ConsoleAxe {
    private static final String ALL =
            "runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'color-contrast': { enabled: false } }";
    private static final String COLOURS = "runOnly: { type: 'rule', values: ['color-contrast'] }";
    private static final String LOOK =
            "(() => { const who = document.querySelector('.who'); const words = who ? [who.querySelector('strong').textContent, who.querySelector('.quiet').textContent] : [];"
                    + " const page = words.reduce((text, word) => text.replaceAll(word, ''), document.body.innerHTML).replace(/\\d+/g, '0');"
                    + " const way = e => e === document.body ? '' : way(e.parentElement) + '>' + [e.localName, e.getAttribute('class'), e.getAttribute('aria-current'), e.getAttribute('aria-selected'), e.disabled].join('.');"
                    + " return { page, ways: [...new Set([...document.body.querySelectorAll('*')].map(way))] }; })()";

    private final String script;
    private final Set<String> pages = new HashSet<>();
    private final Set<String> ways = new HashSet<>();

    private ConsoleAxe(String script) {
        this.script = script;
    }

    /// Empty where `bin/test` has not fetched it.
    static Optional<ConsoleAxe> find() throws IOException {
        Path file = Path.of("target", "browser", "axe.min.js").toAbsolutePath();
        return Files.exists(file)
                ? Optional.of(new ConsoleAxe(Files.readString(file)))
                : Optional.empty();
    }

    /// Skips the test where there is none.
    static ConsoleAxe orSkip(Optional<ConsoleAxe> found) {
        Assumptions.assumeTrue(
                found.isPresent(), "SKIPPED: axe-core is not here; bin/test fetches it");
        return found.orElseThrow();
    }

    /// Has nothing against what the page shows now, light and dark.
    void isContent(Chromium.Page page, String what) throws InterruptedException {
        JsonNode look = page.evaluate(LOOK);
        boolean newPage = pages.add(look.path("page").asText());
        boolean newColours = false;
        for (JsonNode way : look.path("ways")) {
            newColours |= ways.add(way.asText());
        }
        if (!newPage && !newColours) {
            return;
        }
        if (!page.evaluate("typeof axe === 'object'").asBoolean()) {
            page.evaluate(script + "; true");
        }
        if (newPage) {
            finds(page, ALL, what);
        }
        if (newColours) {
            page.size(1280, 900, false);
            finds(page, COLOURS, what);
            page.size(1280, 900, true);
            finds(page, COLOURS, what + ", dark");
            page.size(1280, 900, false);
        }
    }

    private static void finds(Chromium.Page page, String rules, String what)
            throws InterruptedException {
        assertThat(
                        page.evaluate(
                                        "axe.run(document, { resultTypes: ['violations'], "
                                                + rules
                                                + " }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' (' + n.failureSummary.replace(/\\s+/g, ' ') + ')').slice(0, 3).join(' | ')).join('\\n'))")
                                .asText())
                .as(what)
                .isEmpty();
    }
}
