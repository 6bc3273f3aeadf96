package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The service of the Debian package: nobody's rights but its own, and room for what commands have it write.
class ServiceUnitTest {
    private static final Path CONFIG = Path.of("..", "config");
    private final Map<String, String> service = new LinkedHashMap<>();

    @BeforeEach
    void read() throws IOException {
        for (String line : Files.readAllLines(CONFIG.resolve("systemd/earshot.service"))) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                service.merge(
                        line.substring(0, equals),
                        line.substring(equals + 1),
                        (before, more) -> before + " " + more);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NoNewPrivileges",
                "ProtectHome",
                "PrivateTmp",
                "PrivateDevices",
                "PrivateUsers",
                "PrivateIPC",
                "ProtectClock",
                "ProtectControlGroups",
                "ProtectHostname",
                "ProtectKernelLogs",
                "ProtectKernelModules",
                "ProtectKernelTunables",
                "RemoveIPC",
                "RestrictNamespaces",
                "RestrictRealtime",
                "RestrictSUIDSGID",
                "LockPersonality"
            })
    void itIsShutOff(String key) {
        assertThat(service).containsEntry(key, "yes");
    }

    @Test
    void itIsNobodyOfTheSystemAndMayNothing() {
        assertThat(service)
                .containsEntry("User", "earshot")
                .containsEntry("CapabilityBoundingSet", "")
                .containsEntry("AmbientCapabilities", "")
                .containsEntry("ProtectSystem", "strict")
                .containsEntry("UMask", "0077")
                .containsEntry("StateDirectoryMode", "0700");
        assertThat(service.get("SystemCallFilter")).contains("~@privileged");
    }

    /// A backup is written by the service, not by who gives the command.
    @Test
    void itMayWriteWhereThePackageHasMadeFoldersForIt() throws IOException {
        String script = Files.readString(CONFIG.resolve("package/server/postinst"));
        List<String> made =
                Pattern.compile("install -d -m 700 -o earshot -g earshot (\\S+)")
                        .matcher(script)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(made).contains("/var/backups/earshot");
        assertThat(made)
                .allMatch(folder ->
                        folder.equals("/var/lib/" + service.get("StateDirectory"))
                                || Arrays.asList(
                                                service.get("ReadWritePaths")
                                                        .replace("-/", "/")
                                                        .split(" ", -1))
                                        .contains(folder));
    }

    /// What the journal says of it, and that Java's answer to SIGTERM is no failure.
    @Test
    void itSpeaksToTheJournalAndEndsInOrder() {
        assertThat(service)
                .containsEntry("SyslogIdentifier", "earshot")
                .containsEntry("SuccessExitStatus", "143")
                .containsEntry("Restart", "on-failure")
                .doesNotContainKeys("StandardOutput", "StandardError");
    }
}
