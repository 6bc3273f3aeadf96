package org.earshot.registrar.presence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.mime.MalformedPayloadException;
import org.junit.jupiter.api.Test;

/// Contact lists as phones write them, and their versions.
class ContactDocumentTest {
    private static final Contact BOB =
            new Contact(new AddressOfRecord("bob", "example.org"), "Bob <&> \"B\" 👂");
    private static final Contact CAROL =
            new Contact(new AddressOfRecord("carol", "example.org"), "");

    @Test
    void whatIsWrittenIsReadAgain() throws MalformedPayloadException {
        assertThat(ContactDocument.read(ContactDocument.write(List.of(BOB, CAROL))))
                .containsExactly(BOB, CAROL);
        assertThat(ContactDocument.read(ContactDocument.write(List.of()))).isEmpty();
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String entry :
                List.of(
                        "<entry uri=\"tel:+1\"/>",
                        "<entry uri=\"sip:example.org\"/>",
                        "<entry uri=\"x\"/>",
                        "<entry uri=\"sip:a@b\"><display-name>"
                                + "x".repeat(256)
                                + "</display-name></entry>")) {
            assertThatThrownBy(() -> ContactDocument.read(list(entry)))
                    .as(entry)
                    .isInstanceOf(MalformedPayloadException.class);
        }
    }

    private static byte[] list(String entry) {
        return ("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>"
                        + entry
                        + "</list></resource-lists>")
                .getBytes(UTF_8);
    }

    @Test
    void bytesOfAnyKindAndDocumentsCutOffDoNoHarm() {
        Random random = new Random(20);
        byte[] whole = ContactDocument.write(List.of(BOB, CAROL));
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
            if (i % 2 == 0 && bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                ContactDocument.read(bytes);
            } catch (MalformedPayloadException expected) {
                assertThat(expected).isNotNull();
            }
        }
    }

    @Test
    void theVersionIsThatOfWhatStandsThere() {
        String version = ContactVersion.of(List.of(BOB, CAROL));
        assertThat(version).hasSize(24).isEqualTo(ContactVersion.of(List.of(CAROL, BOB)));
        assertThat(ContactVersion.of(List.of(BOB))).isNotEqualTo(version);
        assertThat(ContactVersion.of(List.of(new Contact(BOB.address(), "Bob"), CAROL)))
                .isNotEqualTo(version);
        assertThat(ContactVersion.EMPTY).isNotEqualTo(version);
    }
}
