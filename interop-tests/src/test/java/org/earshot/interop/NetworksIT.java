package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Calls of our phones between networks: behind routers with NAT, without UDP, after a change of the network. In network namespaces,
/// which end with the test.
class NetworksIT {
    @Test
    void callsBetweenNetworks() throws Exception {
        Lab.program("ip");
        Lab.program("nft");
        Lab.program("turnserver");
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "SKIPPED: only root makes a network namespace");
        try (Lab lab = Lab.of("networks-namespace")) {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Lab.program("unshare"),
                                    "--net",
                                    "--mount",
                                    "--fork",
                                    "--kill-child",
                                    "/bin/sh",
                                    "-c",
                                    // names of namespaces are files: these are ours alone
                                    "mkdir -p /run/netns && mount -t tmpfs none /run/netns"
                                            + " && ip link set lo up && exec \"$0\" \"$@\""));
            command.addAll(Lab.javaCommand("org.earshot.interop.NetworkCalls"));
            ChildProcess run = lab.start("run", Map.of(), command);
            List<String> said = run.allLines(400);
            said.forEach(System.out::println);
            assertThat(said).as("see " + lab.file("run.log")).contains("all as it should be");
            assertThat(run.exitStatus()).isZero();
        }
    }
}
