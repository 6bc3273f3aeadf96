package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The console as other machines reach it, over TLS. Addresses of loopback are served without, so it has another one, in a network
/// namespace of its own.
class ConsoleTlsIT {
    static final String ADDRESS = "192.0.2.1";

    @Test
    void aBrowserKeepsToTls() {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "SKIPPED: only root makes a network namespace");
        Lab.program("chromium");
        try (Lab lab = Lab.of("console-tls-namespace")) {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Lab.program("unshare"),
                                    "--net",
                                    "--fork",
                                    "--kill-child",
                                    "/bin/sh",
                                    "-c",
                                    "ip link set lo up && ip address add "
                                            + ADDRESS
                                            + "/32 dev lo && exec \"$0\" \"$@\""));
            command.addAll(Lab.javaCommand("org.earshot.interop.ConsoleOverTls", List.of()));
            ChildProcess run = lab.start("run", Map.of(), command);
            assertThat(run.allLines(120))
                    .as("see " + lab.file("run.log"))
                    .contains("all as it should be");
        }
    }
}
