package org.earshot.common.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.earshot.common.dns.ServiceNames.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemServicesTest {
    @Test
    void aRecordIsRead() {
        assertThat(SystemServices.service("10 20 5061 sip.example.org."))
                .contains(new Service(10, 20, 5061, "sip.example.org"));
        assertThat(SystemServices.service(" 0 65535 1 a "))
                .contains(new Service(0, 65_535, 1, "a"));
        assertThat(SystemServices.service("0 0 0 ."))
                .as("decidedly not to be had")
                .contains(new Service(0, 0, 0, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10 20 5061",
                "10 20 65536 a.",
                "-1 0 1 a.",
                "1 2 3 a b",
                "1 2 3 a;b",
                "99999 0 1 a",
                "a b c d"
            })
    void whatIsNoneIsPassedOver(String text) {
        assertThat(SystemServices.service(text)).isEmpty();
    }

    @Test
    void whateverANameServerSaysEndsNothing() {
        Random dice = new Random(2782);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[dice.nextInt(60)];
            dice.nextBytes(bytes);
            Optional<Service> read =
                    SystemServices.service(new String(bytes, StandardCharsets.ISO_8859_1));
            assertThat(read).isEmpty();
            String digits =
                    dice.nextInt()
                            + " "
                            + dice.nextInt()
                            + " "
                            + dice.nextLong()
                            + " x".repeat(i % 3);
            assertThat(SystemServices.service(digits)).isEmpty();
        }
    }
}
