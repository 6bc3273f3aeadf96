package org.earshot.proxy.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.channel.Bodies.mixed;
import static org.earshot.proxy.channel.Bodies.part;
import static org.earshot.proxy.channel.Bodies.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedMessageTest {
    private static final String CPIM =
            "From: <sip:alice@example.org>\nTo: <sip:bob@example.org>\n\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/pkcs7-mime",
                "application/pgp-encrypted",
                "application/cipher.vnd.gsma.rcs-ft-http+xml",
                "application/jose+json",
                "multipart/encrypted;protocol=\"application/lime\";boundary=x",
            })
    void byItsType(String type) {
        String essence = type.replaceAll(";.*", "");
        assertThat(SealedMessage.in(with("Content-Type: " + type, "abc"))).contains(essence);
        assertThat(SealedMessage.in(with("Content-Type: message/cpim", CPIM + part(type, "abc"))))
                .contains(essence);
        assertThat(SealedMessage.in(mixed(part("text/plain", "a"), part(type, "abc"))))
                .contains(essence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?OTRv23?",
                "?OTR:AAMDJ+MVmSfjFZcAAAAAAQ",
                " \n?otr,1,3,x",
                "-----BEGIN PGP MESSAGE-----\n\nhQ"
            })
    void byItsBeginning(String text) {
        assertThat(SealedMessage.in(with("Content-Type: text/plain", text))).isPresent();
        assertThat(SealedMessage.in(with("", text))).isPresent();
        assertThat(
                        SealedMessage.in(
                                with(
                                        "Content-Type: message/cpim",
                                        CPIM + part("text/plain;charset=UTF-8", text))))
                .isPresent();
    }

    @Test
    void compressedOrEncoded() {
        assertThat(SealedMessage.in(with("Content-Type: text/plain\nContent-Encoding: gzip", "x")))
                .isPresent();
        assertThat(
                        SealedMessage.in(
                                with(
                                        "Content-Type: message/cpim",
                                        CPIM
                                                + "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nP09UUg==")))
                .isPresent();
    }

    @Test
    void aPictureIsNoneHoweverItIsEncoded() {
        String picture = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0=";
        assertThat(SealedMessage.in(with("Content-Type: message/cpim", CPIM + picture))).isEmpty();
        assertThat(SealedMessage.in(mixed(part("text/plain", "a"), picture))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "what is ?OTR", "", "PGP MESSAGE"})
    void readable(String text) {
        assertThat(SealedMessage.in(with("Content-Type: text/plain", text))).isEmpty();
        assertThat(
                        SealedMessage.in(
                                with(
                                        "Content-Type: message/cpim",
                                        CPIM + part("text/plain", text))))
                .isEmpty();
        assertThat(SealedMessage.in(with("Content-Type: image/png", "?OTR"))).isEmpty();
    }

    @Test
    void noTruncationOfASealedCpimThrows() {
        String whole = CPIM + part("application/pkcs7-mime", "abc");
        for (int length = 0; length <= whole.length(); length++) {
            assertThat(
                            SealedMessage.in(
                                    with("Content-Type: message/cpim", whole.substring(0, length))))
                    .isNotNull();
        }
    }
}
