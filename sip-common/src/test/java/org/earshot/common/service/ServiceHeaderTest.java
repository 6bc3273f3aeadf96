package org.earshot.common.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceHeaderTest {

    @ParameterizedTest
    @CsvSource({
        "<https://example.org:8443>, https://example.org:8443",
        "<https://example.org/>, https://example.org",
        "<HTTPS://192.0.2.1:8443> ;later=1, https://192.0.2.1:8443",
        "<https://[2001:db8::1]:8443>, https://[2001:db8::1]:8443"
    })
    void whereAServerIsServed(String header, URI service) {
        assertThat(ServiceHeader.parse(header)).contains(service);
        assertThat(ServiceHeader.parse(ServiceHeader.text(service))).contains(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://example.org",
                "<http://example.org>",
                "<https://alice@example.org>",
                "<https://example.org/files>",
                "<https://example.org?x>",
                "<https://example.org#x>",
                "<https:example.org>",
                "<https://exa mple.org>",
                "<https://example.org",
                "<>"
            })
    void whatIsNoSuchThing(String header) {
        assertThat(ServiceHeader.parse(header)).isEmpty();
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({
        "<https://example.org:8443>, true",
        "<https://example.org>;files=no, false",
        "'<https://example.org> ; more=x ; Files = No;x', false",
        "<https://example.org>;files=yes, true",
        "<https://example.org>;files=none, true",
        "<https://example.org>;x-files=no, true",
        "'', true",
    })
    void filesAreLetInUnlessItSaysNo(String header, boolean kept) {
        assertThat(ServiceHeader.keepsFiles(header)).isEqualTo(kept);
    }

    @Test
    void whatIsWrittenOfFilesIsRead() {
        URI service = URI.create("https://example.org:8443");
        for (boolean files : new boolean[] {true, false}) {
            String text = ServiceHeader.text(service, files);
            assertThat(ServiceHeader.parse(text)).contains(service);
            assertThat(ServiceHeader.keepsFiles(text)).isEqualTo(files);
        }
    }

    @Test
    void whatIsTooLongIsNotRead() {
        assertThat(ServiceHeader.parse("<https://" + "x".repeat(300) + ">")).isEmpty();
    }

    @Test
    void noBytesMakeItThrow() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = "<https://example.org:8443>".getBytes(StandardCharsets.US_ASCII);
            for (int j = 0; j < 3; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            String text =
                    new String(
                            bytes,
                            0,
                            random.nextInt(bytes.length + 1),
                            StandardCharsets.ISO_8859_1);
            assertThatCode(() -> ServiceHeader.parse(text)).doesNotThrowAnyException();
            assertThatCode(() -> ServiceHeader.keepsFiles(text)).doesNotThrowAnyException();
        }
    }
}
