package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// SIPp's scenarios through our server.
class SippIT {
    private static final String CALLS = "20";

    private Lab lab;

    @BeforeEach
    void open() {
        lab = Lab.of("sipp");
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    /// SIPp itself knows only MD5 and takes the first challenge, so it can't answer ours; baresip does.
    @Test
    void isChallenged() {
        EarshotServer server = EarshotServer.start(lab).withUser("bob", "pwbob");
        assertThat(register("challenged", server, Lab.freePortPair())).isZero();
    }

    @Test
    void registersFromATrustedNetworkAndCallsPassThroughTheProxy() {
        EarshotServer server =
                EarshotServer.start(lab, "security.trusted=127.0.0.1/32")
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
        int bobPort = Lab.freePortPair();
        assertThat(register("register", server, bobPort)).isZero();
        ChildProcess callee = sipp("callee", server, "-p", Integer.toString(bobPort), "-m", CALLS);
        ChildProcess caller = sipp("caller", server, "-m", CALLS, "-r", "20");
        assertThat(exit(caller)).as("the caller's scenario").isZero();
        assertThat(exit(callee)).as("the callee's scenario").isZero();
    }

    private int register(String scenario, EarshotServer server, int contactPort) {
        Path users = lab.write("users.csv", "SEQUENTIAL\nbob;%d\n".formatted(contactPort));
        return exit(sipp(scenario, server, "-inf", users.toString(), "-m", "1"));
    }

    private ChildProcess sipp(String scenario, EarshotServer server, String... options) {
        Path file = lab.write(scenario + ".xml", resource("/sipp/" + scenario + ".xml"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Lab.program("sipp"),
                                server.address("udp"),
                                "-i",
                                "127.0.0.1",
                                "-sf",
                                file.toString(),
                                "-nostdin",
                                "-timeout",
                                "30s",
                                "-timeout_error",
                                "-trace_err",
                                "-error_file",
                                lab.file(scenario + "-errors.txt").toString()));
        command.addAll(List.of(options));
        return lab.start("sipp-" + scenario, Map.of("TERM", "dumb"), command);
    }

    private static int exit(ChildProcess process) {
        assertThat(process.allLines(60)).isNotNull();
        return process.exitStatus();
    }

    private static String resource(String name) {
        try (InputStream in = SippIT.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
