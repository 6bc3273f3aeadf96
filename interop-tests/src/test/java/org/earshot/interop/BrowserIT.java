package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Phones in the pages of a real browser (Chromium with JsSIP), over WS and WSS (RFC 7118). In a network namespace, since browsers
/// gather addresses.
@Tag("realtime")
class BrowserIT {
    @Test
    void phonesInWebPages() throws Exception {
        Path page = bundled();
        try (Lab lab = Lab.of("browser-namespace")) {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Lab.program("unshare"),
                                    "--net",
                                    "--fork",
                                    "--kill-child",
                                    "/bin/sh",
                                    "-c",
                                    "ip link set lo up && exec \"$0\" \"$@\""));
            command.addAll(
                    Lab.javaCommand("org.earshot.interop.BrowserCalls", List.of(page.toString())));
            ChildProcess run = lab.start("run", Map.of(), command);
            List<String> said = run.allLines(240);
            assertThat(said).as("see " + lab.file("run.log")).contains("all as it should be");
            assertThat(run.exitStatus()).isZero();
        }
    }

    /// The page, and its script as one file, which `bin/test` makes.
    private static Path bundled() {
        Lab.program("chromium");
        Path folder = Path.of("target", "browser").toAbsolutePath();
        Assumptions.assumeTrue(
                Files.exists(folder.resolve("phone.bundle.js")),
                "SKIPPED: the page's phone is not bundled; bin/test does that");
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "SKIPPED: only root makes a network namespace");
        return folder;
    }
}
