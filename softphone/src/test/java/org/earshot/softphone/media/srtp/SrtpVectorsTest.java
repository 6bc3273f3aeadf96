package org.earshot.softphone.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.earshot.common.testdata.SharedTestData;
import org.earshot.softphone.media.srtp.Unprotected.Accepted;
import org.earshot.softphone.media.srtp.Unprotected.Refused;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The examples that the RFCs give.
class SrtpVectorsTest {

    @TestFactory
    Stream<DynamicTest> theKeyStreamIsThatOfTheRfc() throws IOException {
        return Stream.of("rfc3711", "rfc6188")
                .flatMap(rfc -> vectors(rfc, "aes-cm-keystream"))
                .map(v -> dynamicTest(v.get("id").asText(), () -> keyStream(v)));
    }

    private static void keyStream(JsonNode vector) throws Exception {
        byte[] iv = Arrays.copyOf(hex(vector, "session_salt"), AesCounter.BLOCK_BYTES);
        byte[] stream = new byte[vector.get("keystream_length").asInt()];
        new AesCounter(hex(vector, "session_key")).apply(iv, stream, 0, stream.length);
        for (JsonNode block : vector.get("blocks")) {
            int at = block.get("block_index").asInt() * AesCounter.BLOCK_BYTES;
            assertThat(Hex.text(stream, at, at + AesCounter.BLOCK_BYTES))
                    .isEqualTo(block.get("keystream").asText());
        }
    }

    @TestFactory
    Stream<DynamicTest> sessionKeysAreThoseOfTheRfc() throws IOException {
        return Stream.of("rfc3711", "rfc6188")
                .flatMap(rfc -> vectors(rfc, "srtp-kdf"))
                .map(v -> dynamicTest(v.get("id").asText(), () -> sessionKeys(v)));
    }

    private static void sessionKeys(JsonNode vector) {
        byte[] key = hex(vector, "master_key");
        byte[] salt = hex(vector, "master_salt");
        int authenticationBytes = vector.get("auth_key_bytes").asInt();
        assertThat(SessionKeys.derive(key, salt, 0, key.length))
                .isEqualTo(hex(vector, "cipher_key"));
        assertThat(SessionKeys.derive(key, salt, 1, authenticationBytes))
                .isEqualTo(hex(vector, "auth_key"));
        assertThat(SessionKeys.derive(key, salt, 2, salt.length))
                .isEqualTo(hex(vector, "cipher_salt"));
    }

    @TestFactory
    Stream<DynamicTest> gcmPacketsAreThoseOfTheRfc() throws IOException {
        return StreamSupport.stream(read("rfc7714").spliterator(), false)
                .map(v -> dynamicTest(v.get("title").asText(), () -> gcm(v)));
    }

    private static void gcm(JsonNode vector) {
        byte[] input = hex(vector, "input_packet");
        byte[] packet = Hex.roomy(input);
        switch (text(vector, "id")) {
            case "16.1.1", "16.2.1" -> {
                int length = rtp(vector).protect(packet, input.length);
                assertThat(Hex.text(packet, 0, length)).isEqualTo(text(vector, "output_packet"));
            }
            case "16.1.2", "16.2.2" -> {
                int length = input.length - 16;
                assertThat(rtp(vector).unprotect(packet, input.length))
                        .isEqualTo(new Accepted(length));
                assertThat(Hex.text(packet, 12, length))
                        .isEqualTo(text(vector, "output_plaintext"));
            }
            case "17.1" -> {
                int length = rtcp(vector).protect(packet, input.length);
                assertThat(Hex.text(packet, 0, length)).isEqualTo(text(vector, "output_packet"));
            }
            case "17.2" -> {
                int length = input.length - 20;
                assertThat(rtcp(vector).unprotect(packet, input.length))
                        .isEqualTo(new Accepted(length));
                assertThat(Hex.text(packet, 0, length)).isEqualTo(text(vector, "output_packet"));
            }
            default -> // authentication without encryption is nothing that we agree upon
                    assertThat(
                                    text(vector, "title").startsWith("SRTCP")
                                            ? rtcp(vector).unprotect(packet, input.length)
                                            : rtp(vector).unprotect(packet, input.length))
                            .isInstanceOf(Refused.class);
        }
    }

    private static SrtpContext rtp(JsonNode vector) {
        return new SrtpContext(suite(vector), keys(vector), 0);
    }

    private static SrtcpContext rtcp(JsonNode vector) {
        return new SrtcpContext(suite(vector), keys(vector), 0x5d4);
    }

    private static SrtpSuite suite(JsonNode vector) {
        return vector.get("title").asText().contains("128")
                ? SrtpSuite.AEAD_AES_128_GCM
                : SrtpSuite.AEAD_AES_256_GCM;
    }

    private static SessionKeys keys(JsonNode vector) {
        return new SessionKeys(hex(vector, "key"), new byte[20], hex(vector, "salt"));
    }

    private static Stream<JsonNode> vectors(String rfc, String type) {
        try {
            return StreamSupport.stream(read(rfc).spliterator(), false)
                    .filter(v -> v.get("type").asText().equals(type));
        } catch (IOException e) {
            throw new AssertionError(rfc, e);
        }
    }

    private static JsonNode read(String rfc) throws IOException {
        return new ObjectMapper()
                .readTree(SharedTestData.path("srtp/" + rfc + ".json").toFile())
                .get("vectors");
    }

    private static byte[] hex(JsonNode vector, String field) {
        return Hex.bytes(text(vector, field));
    }

    private static String text(JsonNode vector, String field) {
        return vector.get(field).asText();
    }
}
