package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keyring of GNOME on a session bus of its own; not tried where it is not installed.
class KeyringIT {
    private static final String ALICE = "sip:alice@example.org";

    @TempDir Path folder;

    private static boolean installed(String program) {
        return Files.isExecutable(Path.of("/usr/bin", program));
    }

    @Test
    void aPasswordIsKeptInTheKeyring() throws Exception {
        assumeTrue(
                installed("secret-tool")
                        && installed("gnome-keyring-daemon")
                        && installed("dbus-run-session"));
        ProcessBuilder builder =
                new ProcessBuilder(
                        "dbus-run-session",
                        "--",
                        "sh",
                        "-c",
                        "printf pw | gnome-keyring-daemon --unlock --components=secrets >&2;"
                                + " echo $DBUS_SESSION_BUS_ADDRESS; read end");
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.redirectError(folder.resolve("bus.log").toFile());
        Process bus = builder.start();
        try {
            String address = bus.inputReader(StandardCharsets.UTF_8).readLine();
            KeptPassword passwords =
                    new KeptPassword(
                            new Keyring("secret-tool", Map.of("DBUS_SESSION_BUS_ADDRESS", address)),
                            new PasswordFile(
                                    folder.resolve("password"),
                                    folder.resolve("key"),
                                    new SecureRandom()));
            assertThat(passwords.place()).isEqualTo(KeptPassword.Place.KEYRING);
            assertThat(passwords.read(ALICE)).isEmpty();
            assertThat(passwords.keep(ALICE, "S3CRET ü \"$x\""))
                    .isEqualTo(KeptPassword.Place.KEYRING);
            assertThat(passwords.read(ALICE)).contains("S3CRET ü \"$x\"");
            passwords.keep(ALICE, "another");
            assertThat(passwords.read(ALICE)).contains("another");
            assertThat(passwords.read("sip:bob@example.org")).isEmpty();
            assertThat(folder.resolve("password")).doesNotExist();
            passwords.forget(ALICE);
            assertThat(passwords.read(ALICE)).isEmpty();
        } finally {
            end(bus);
        }
    }

    private static void end(Process bus) throws IOException, InterruptedException {
        bus.getOutputStream().close(); // its shell has read the end
        if (!bus.waitFor(10, TimeUnit.SECONDS)) {
            bus.descendants().forEach(ProcessHandle::destroy);
            bus.destroy();
        }
    }
}
