package org.earshot.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateMountsTest {
    /// As systemd 252 makes it for a service with `PrivateTmp=yes`.
    private static final List<String> OF_A_SERVICE =
            List.of(
                    "310 309 254:0 / / ro,relatime shared:1 - ext4 /dev/vda rw",
                    "331 310 254:0 /var/lib/earshot /var/lib/earshot rw,relatime shared:20 - ext4 /dev/vda rw",
                    "340 310 0:25 /systemd-private-5b1c-earshot.service-x2/tmp /tmp rw,nosuid shared:30 - tmpfs tmpfs rw",
                    "341 310 254:0 /var/tmp/systemd-private-5b1c-earshot.service-y4/tmp /var/tmp rw shared:31 - ext4 /dev/vda rw",
                    "342 341 0:40 / /var/tmp/a\\040b\\303\\274 rw shared:32 - tmpfs tmpfs rw");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/tmp/export.zip, /tmp",
        "/tmp, /tmp",
        "/var/tmp/deep/export.zip, /var/tmp",
        "/var/lib/earshot/export.zip,",
        "/var/backups/earshot/today,",
        "/tmpfs/export.zip,",
        "/var/tmp/a bü/export.zip,", // another mount on top of it, which others have too
        "/,"
    })
    void whatIsInAFolderOfTheServiceAloneIsKnown(String file, String folder) {
        assertThat(PrivateMounts.above(Path.of(file), OF_A_SERVICE))
                .isEqualTo(Optional.ofNullable(folder).map(Path::of));
    }

    @Test
    void theLastOneAtAPlaceCounts() {
        List<String> again = new ArrayList<>(OF_A_SERVICE);
        again.add("350 340 0:41 / /tmp rw shared:33 - tmpfs tmpfs rw");
        assertThat(PrivateMounts.above(Path.of("/tmp/x"), again)).isEmpty();
    }

    @Test
    void nothingElseComesOfRandomOrCutLines() {
        Random random = new Random(97);
        Path file = Path.of("/tmp/x");
        for (int i = 0; i < 2_000; i++) {
            String line = OF_A_SERVICE.get(random.nextInt(OF_A_SERVICE.size()));
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            PrivateMounts.above(file, List.of(line.substring(0, random.nextInt(line.length()))));
            PrivateMounts.above(
                    file, List.of(new String(noise, java.nio.charset.StandardCharsets.ISO_8859_1)));
            PrivateMounts.above(
                    file,
                    List.of(
                            "1 2 3 / /"
                                    + new String(
                                            noise, java.nio.charset.StandardCharsets.ISO_8859_1)));
        }
    }
}
