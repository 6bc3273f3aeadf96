package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Message;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipRejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecodingTest {
    private static final int MOST = 1000;
    private static final byte[] TEXT =
            "Grüße, written once. ".repeat(20).getBytes(StandardCharsets.UTF_8);

    private static Message message(String coding, byte[] body) {
        Message message =
                RecordedRequest.parse(
                        """
                        MESSAGE sip:bob@example.org SIP/2.0
                        Via: SIP/2.0/TLS 192.0.2.4:40004;branch=z9hG4bK1
                        Max-Forwards: 70
                        From: <sip:alice@example.org>;tag=a
                        To: <sip:bob@example.org>
                        Call-ID: 1@phone
                        CSeq: 1 MESSAGE
                        Content-Type: message/imdn+xml
                        Content-Encoding: %s

                        x\
                        """
                                .formatted(coding));
        try {
            message.setContent(body, (ContentTypeHeader) message.getHeader(ContentTypeHeader.NAME));
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
        return message;
    }

    private static byte[] packed(String coding, byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing =
                coding.equalsIgnoreCase("gzip")
                        ? new GZIPOutputStream(out)
                        : new DeflaterOutputStream(out)) {
            packing.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static int refusal(Message message) {
        SipRejection refusal =
                catchThrowableOfType(
                        SipRejection.class, () -> ContentDecoding.decode(message, MOST));
        return refusal == null ? 0 : refusal.status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "gzip", "Deflate"})
    void theTextIsThereAsItWasWritten(String coding) throws SipRejection {
        Message message = message(coding, packed(coding, TEXT));
        ContentDecoding.decode(message, MOST);
        assertThat(message.getRawContent()).isEqualTo(TEXT);
        assertThat(message.getHeader("Content-Encoding")).isNull();
        assertThat(message.toString()).contains("Content-Type: message/imdn+xml");
    }

    @Test
    void whatUnpacksToMoreThanIsAllowedIsTooLarge() {
        assertThat(refusal(message("deflate", packed("deflate", new byte[MOST])))).isZero();
        assertThat(refusal(message("deflate", packed("deflate", new byte[MOST + 1]))))
                .isEqualTo(413);
        assertThat(refusal(message("gzip", packed("gzip", new byte[50_000_000])))).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes128", "gzip, deflate", "identity"})
    void whatWeDoNotKnowIsLeft(String coding) throws SipRejection {
        Message message = message(coding, TEXT);
        ContentDecoding.decode(message, MOST);
        assertThat(message.getRawContent()).isEqualTo(TEXT);
        assertThat(message.getHeader("Content-Encoding")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "gzip"})
    void cutOffAnywhereItIsABadRequest(String coding) {
        byte[] whole = packed(coding, TEXT);
        for (int length = 1; length < whole.length; length++) {
            assertThat(refusal(message(coding, Arrays.copyOf(whole, length))))
                    .as("%d of %d bytes", length, whole.length)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "gzip"})
    void anyBytesAreReadOrRefused(String coding) {
        Random random = new Random(7);
        byte[] good = packed(coding, TEXT);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes;
            if (i % 2 == 0) {
                bytes = new byte[1 + random.nextInt(60)];
                random.nextBytes(bytes);
            } else {
                bytes = good.clone();
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(refusal(message(coding, bytes))).isIn(0, 400, 413);
        }
    }
}
