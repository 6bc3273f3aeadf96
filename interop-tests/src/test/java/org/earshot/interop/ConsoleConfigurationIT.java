package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.administrator;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.quoted;
import static org.earshot.interop.ConsoleSteps.shows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The console's page for the configuration file in a real browser.
class ConsoleConfigurationIT {
    private static final String FIRST = "# ours\ndomain: 127.0.0.1\n";
    private static final String AREA = "document.getElementById('configuration')";

    private static void write(Chromium.Page page, String text) throws Exception {
        page.await("!!" + AREA, 20);
        page.evaluate(
                "(() => { const a = %1$s; a.focus(); a.value = %2$s; a.dispatchEvent(new Event('input', { bubbles: true })); })()"
                        .formatted(AREA, quoted(text)));
    }

    private static void holds(Chromium.Page page, String text) throws Exception {
        page.await(AREA + "?.value === " + quoted(text), 20);
    }

    private static void confirm(Chromium.Page page) throws Exception {
        page.await(
                "(() => { const f = document.querySelector('dialog[open] form'); if (f) f.requestSubmit(); return !!f; })()",
                20);
        page.await("!document.querySelector('dialog[open]')", 20);
    }

    private static boolean disabled(Chromium.Page page, String button) throws Exception {
        return page.evaluate(
                        "[...document.querySelectorAll('button')].find(b => b.textContent.trim() === "
                                + quoted(button)
                                + ").disabled")
                .asBoolean();
    }

    @Test
    void aFileIsTriedAppliedRefusedWhenItIsOldAndRolledBack() throws Exception {
        try (Lab lab = Lab.of("console-configuration")) {
            Path file = lab.write("earshot.yaml", FIRST);
            EarshotServer server = EarshotServer.startFrom(lab, file, "console.listen=127.0.0.1:0");
            Chromium.Page page = administrator(lab, server);
            go(page, "settings");
            press(page, "Configuration file");
            holds(page, FIRST);
            shows(page, "console.listen"); // which the file can't say
            assertThat(page.evaluate(AREA + ".labels[0].textContent").asText())
                    .isEqualTo("Configuration, in YAML");
            assertThat(disabled(page, "Apply")).isTrue();

            // what is wrong is said by line, and each line is reached from there
            write(page, FIRST + "registrar:\n  minExpires: soon\n  maxContact: 3\n");
            page.evaluate(
                    AREA
                            + ".dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))");
            shows(page, "Not usable yet: 2 problems");
            shows(page, "did you mean registrar.maxContacts?");
            press(page, "Line 5");
            page.await(
                    "document.activeElement === %1$s && %1$s.value.slice(%1$s.selectionStart, %1$s.selectionEnd) === '  maxContact: 3'"
                            .formatted(AREA),
                    20);
            press(page, "Apply");
            shows(page, "Not usable yet: 2 problems");
            assertThat(Files.readString(file)).isEqualTo(FIRST);

            String next =
                    FIRST
                            + "registrar:\n  minExpires: 50m\nlimits:\n  connections: 500\n# <img src=x onerror=window.owned=1>\n";
            write(page, next);
            page.await("!document.body.innerText.includes('Not usable yet')", 20);
            // it survives a look at another page
            go(page, "live");
            go(page, "settings");
            press(page, "Configuration file");
            holds(page, next);
            press(page, "Try");
            shows(page, "Nothing is wrong with it.");
            shows(page, "registrar.minExpires");
            press(page, "Apply");
            shows(page, "Apply this file?");
            confirm(page);
            shows(page, "This is version 2 now. At once: 1. With the next start: 1.");
            assertThat(Files.readString(file)).isEqualTo(next);
            shows(page, "adam (administrator)");
            page.await(
                    "document.querySelector('section[aria-label=\"What waits for a restart\"]')?.innerText.includes('limits.connections')",
                    20);

            // somebody else is faster
            String other = next + "# theirs\n";
            Files.writeString(file, other);
            write(page, next + "# mine\n");
            press(page, "Apply");
            shows(page, "Apply this file?");
            confirm(page);
            shows(page, "Somebody has changed the file since you began");
            holds(page, next + "# mine\n");
            assertThat(disabled(page, "Apply")).isTrue();
            assertThat(Files.readString(file)).isEqualTo(other);
            press(page, "Begin from the new file");
            holds(page, other);

            page.await(
                    "(() => { const b = document.querySelector('button[aria-label=\"Roll back to version 1\"]'); b?.click(); return !!b; })()",
                    20);
            shows(page, "Roll back to version 1?");
            confirm(page);
            holds(page, FIRST);
            shows(page, "rolled back to 1");
            page.evaluate("localStorage.setItem('earshot-language', 'de'); location.reload()");
            page.await("!!document.querySelector('nav')", 20);
            press(page, "Konfigurationsdatei");
            page.await("!!" + AREA, 20);
            assertThat(Files.readString(file)).isEqualTo(FIRST);
            assertThat(server.admin("archive", "search", "--kind", "administered"))
                    .contains("config apply", "config rollback");
            assertThat(page.evaluate("window.owned === undefined").asBoolean()).isTrue();
        }
    }
}
