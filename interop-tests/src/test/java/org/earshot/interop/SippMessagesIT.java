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

/// Chat and presence as SIPp scenarios of strangers do it, with SIPp's own digest, which knows MD5 only.
class SippMessagesIT {
    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void start() {
        lab = Lab.of("sipp-messages");
        Lab.program("sipp");
        server = EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void aMessageReachesAPhoneThatIsThereAndWaitsForOneThatIsNot() {
        assertThat(exit(sipp("message-later", "alice", "bob"))).isZero();
        String port = Integer.toString(Lab.freePortPair());
        assertThat(exit(sipp("message-phone", "bob", "bob", "-p", port))).isZero();
        // the one that waited, and a new one
        ChildProcess phone = sipp("message-callee", "bob", "bob", "-p", port, "-m", "2");
        assertThat(exit(sipp("message", "alice", "bob"))).isZero();
        assertThat(exit(phone)).isZero();
    }

    @Test
    void aPublicationIsMadeRefreshedModifiedAndRemoved() {
        assertThat(exit(sipp("publish", "alice", "alice"))).isZero();
        assertThat(exit(sipp("subscribe-closed", "bob", "alice"))).isZero();
    }

    @Test
    void whatIsPublishedWithoutARegistrationIsToldToWatchers() {
        assertThat(exit(sipp("subscribe-closed", "bob", "alice"))).isZero();
        assertThat(exit(sipp("publish-open", "alice", "alice"))).isZero();
        assertThat(exit(sipp("subscribe-open", "bob", "alice"))).isZero();
    }

    private ChildProcess sipp(String scenario, String user, String service, String... options) {
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
                                "-key",
                                "user",
                                user,
                                "-s",
                                service,
                                "-au",
                                user,
                                "-ap",
                                "pw" + user,
                                "-nostdin",
                                "-timeout",
                                "30s",
                                "-timeout_error",
                                "-trace_err",
                                "-error_file",
                                lab.file(scenario + "-errors.txt").toString()));
        if (!List.of(options).contains("-m")) {
            command.addAll(List.of("-m", "1"));
        }
        command.addAll(List.of(options));
        return lab.start("sipp-" + scenario, Map.of("TERM", "dumb"), command);
    }

    private static int exit(ChildProcess process) {
        assertThat(process.allLines(60)).isNotNull();
        return process.exitStatus();
    }

    private static String resource(String name) {
        try (InputStream in = SippMessagesIT.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
