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

/// SIPp, which plays a scenario of `/sipp` against a server of ours over UDP.
final class Sipp {
    private Sipp() {}

    /// Begins a scenario; what it complains of stands in a file of the lab.
    ///
    /// @param scenario the name of its file, without `.xml`
    static ChildProcess start(Lab lab, String scenario, EarshotServer server, String... options) {
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

    /// Waits for the end: 0 if all went as the scenario says.
    static int exit(ChildProcess process) {
        assertThat(process.allLines(60)).isNotNull();
        return process.exitStatus();
    }

    private static String resource(String name) {
        try (InputStream in = Sipp.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
