package org.earshot.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What comes from name servers, and from the system, as text.
class SystemNamesTest {
    @Test
    void servicesAndTransports() {
        assertThat(SystemNames.service("10 20 5061 sip.example.org."))
                .contains(new DomainNames.Service("sip.example.org", 5061));
        assertThat(SystemNames.service("0 0 0 .")).contains(new DomainNames.Service("", 0));
        assertThat(SystemNames.service("10 20 5061")).isEmpty();
        assertThat(SystemNames.service("10 20 port sip.example.org.")).isEmpty();
        assertThat(SystemNames.transport("10 50 s SIPS+D2T  _sips._tcp.example.org."))
                .contains("SIPS+D2T");
        assertThat(SystemNames.transport("10 50 \"s\" \"sip+d2u\" \"\" _sip._udp.example.org."))
                .contains("SIP+D2U");
        assertThat(SystemNames.transport("10 50 s")).isEmpty();
    }

    @Test
    void ofAnyTextSomethingComes() {
        Random random = new Random(68);
        byte[] bytes = new byte[40];
        for (int i = 0; i < 2000; i++) {
            random.nextBytes(bytes);
            String text =
                    i % 2 == 0
                            ? new String(bytes, StandardCharsets.ISO_8859_1)
                            : new String(bytes, StandardCharsets.ISO_8859_1)
                                    .replaceAll("[^0-9 .\"]", " ");
            assertThat(SystemNames.service(text)).isNotNull();
            assertThat(SystemNames.transport(text)).isNotNull();
            assertThat(SystemClock.answer(text)).isEmpty();
        }
        assertThat(SystemClock.answer("yes")).contains(true);
        assertThat(SystemClock.answer("no")).contains(false);
    }
}
