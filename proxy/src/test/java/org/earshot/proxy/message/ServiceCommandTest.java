package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceCommandTest {

    @Test
    void commandsAreWholeTexts() {
        assertThat(ServiceCommand.parse("/help")).contains(new ServiceCommand.Help());
        assertThat(ServiceCommand.parse(" /Blocked\r\n")).contains(new ServiceCommand.Blocked());
        assertThat(ServiceCommand.parse("/block  eve")).contains(new ServiceCommand.Block("eve"));
        assertThat(ServiceCommand.parse("/UNBLOCK sip:eve@example.org"))
                .contains(new ServiceCommand.Unblock("sip:eve@example.org"));
        assertThat(ServiceCommand.parse("/allow 1234 5678"))
                .contains(new ServiceCommand.Allow("1234 5678"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "help",
                "/help me",
                "/allow",
                "/block",
                "/block eve bob",
                "say /help",
                "/help\n/blocked",
                "//help"
            })
    void allElseIsNone(String text) {
        assertThat(ServiceCommand.parse(text)).isEmpty();
    }

    @Test
    void whateverComesIsReadOrNot() {
        Random random = new Random(11);
        String whole = "/unblock sip:eve@example.org";
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String text = "/" + new String(bytes, StandardCharsets.UTF_8);
            assertThat(ServiceCommand.parse(text)).isNotNull();
            assertThat(DeviceCode.parse(text)).isNotNull();
            assertThat(ServiceCommand.parse(whole.substring(0, i % whole.length()))).isNotNull();
        }
    }
}
