package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.Test;

/// A phone that was told the password once logs in without it, on a machine without a keyring.
class KeptPasswordIT {

    @Test
    void thePasswordIsToldOnce() throws Exception {
        try (Lab lab = Lab.of("kept-password")) {
            EarshotServer server = EarshotServer.start(lab).withUser("alice", "pwalice");
            Path data = lab.privateFolder("alice-data");
            Map<String, String> environment =
                    Map.of(
                            "XDG_CONFIG_HOME",
                            lab.file("config").toString(),
                            "DBUS_SESSION_BUS_ADDRESS",
                            "unix:path=" + lab.file("no-bus"));
            EarshotPhone first =
                    EarshotPhone.overTls(
                            lab,
                            environment,
                            server,
                            "alice",
                            "silence",
                            "--data",
                            data.toString(),
                            "--remember-password");
            // it is kept beside what the phone does else
            for (int i = 0; i < 1_000 && !Files.exists(data.resolve("password")); i++) {
                first.tell("missed");
                first.event("missed", 10, _ -> true);
            }
            assertThat(Files.readString(data.resolve("password"))).doesNotContain("pwalice");
            first.quitAndHeard();

            List<String> arguments =
                    new ArrayList<>(
                            List.of(
                                    "--headless",
                                    "--account",
                                    "sip:alice@127.0.0.1",
                                    "--server",
                                    server.address("tls"),
                                    "--ca",
                                    server.ca().toString(),
                                    "--audio-in",
                                    "silence",
                                    "--audio-out",
                                    "null",
                                    "--data",
                                    data.toString()));
            ChildProcess second =
                    lab.java(
                            "alice-again",
                            environment,
                            "org.earshot.softphone.app.PhoneMain",
                            arguments);
            second.await(
                    "event registered",
                    30,
                    line ->
                            line.contains("\"event\":\"registered\"")
                                    ? Optional.of(line)
                                    : Optional.empty());
            second.close();
        }
    }
}
