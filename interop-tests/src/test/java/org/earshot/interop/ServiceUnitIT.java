package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What systemd itself says of the service of the Debian package.
class ServiceUnitIT {
    private static final Path UNIT = Path.of("..", "config", "systemd", "earshot.service");

    /// In tenths of its points, of which 100 is the worst: a unit without a word about it has 96.
    private static final int MOST_EXPOSED = 15;

    @Test
    void itIsUnderstoodAndExposesLittle() throws Exception {
        String program = Lab.program("systemd-analyze");
        try (Lab lab = Lab.of("service-unit")) {
            // the program that it starts is not installed here
            Path unit =
                    lab.write(
                            "earshot.service",
                            Files.readString(UNIT).replace("/usr/bin/earshot", "/bin/true"));
            assertThat(run(lab, program, "verify", "--man=no", unit.toString()))
                    .doesNotContain("earshot.service:");
            String table =
                    run(
                            lab,
                            program,
                            "security",
                            "--offline=true",
                            "--no-pager",
                            "--threshold=" + MOST_EXPOSED,
                            unit.toString());
            assertThat(table).contains("Overall exposure level for earshot.service: ");
        }
    }

    private static String run(Lab lab, String... command) throws IOException, InterruptedException {
        Path said = lab.file("said-" + command[1]);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        int status = process.waitFor();
        String text = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(status).as(text).isZero();
        return text;
    }
}
