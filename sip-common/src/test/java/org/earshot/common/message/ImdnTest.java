package org.earshot.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.message.Imdn.Notification;
import org.earshot.common.message.Imdn.Status;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImdnTest {
    private static final Instant SENT = Instant.parse("2008-04-04T17:16:49Z");
    private static final String HEAD =
            "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>1</message-id>";
    private static final String TIME = "<datetime>2008-04-04T12:16:49Z</datetime>";
    private static final String NEWS =
            "<display-notification><status><displayed/></status></display-notification>";

    @Test
    void theExampleOfTheRfc() throws Exception {
        assertThat(Imdn.parse(Vectors.read("rfc-xml/rfc5438-01-imdn.xml")))
                .isEqualTo(
                        new Imdn(
                                "34jk324j",
                                SENT,
                                Optional.of("im:bob@example.com"),
                                Optional.of("im:bob@example.com"),
                                Optional.empty(),
                                Notification.DELIVERY,
                                Status.DELIVERED));
    }

    @Test
    void allVectorsAreReadAndReadAgain() throws Exception {
        for (byte[] vector : Vectors.ending("rfc-xml", "-imdn.xml").values()) {
            Imdn imdn = Imdn.parse(vector);
            assertThat(Imdn.parse(imdn.toBytes())).isEqualTo(imdn);
        }
    }

    /// The whole way of a notification: its CPIM, its XML.
    @Test
    void asTheContentOfACpim() throws Exception {
        Cpim cpim = Cpim.parse(Vectors.read("rfc-cpim/rfc5438-02.cpim"));
        assertThat(Imdn.parse(cpim.content().body()).status()).isEqualTo(Status.DELIVERED);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "DELIVERY, DELIVERED",
        "DELIVERY, FAILED",
        "DELIVERY, FORBIDDEN",
        "DELIVERY, ERROR",
        "DISPLAY, DISPLAYED",
        "DISPLAY, FORBIDDEN",
        "DISPLAY, ERROR",
        "PROCESSING, PROCESSED",
        "PROCESSING, STORED",
        "PROCESSING, FORBIDDEN",
        "PROCESSING, ERROR"
    })
    void whatIsWrittenIsRead(Notification notification, Status status) throws Exception {
        Imdn imdn =
                new Imdn(
                        "a<&>\"b",
                        SENT,
                        Optional.of("sip:b@c"),
                        Optional.empty(),
                        Optional.of("\uD83D\uDE00 \u0627 e\u0301"),
                        notification,
                        status);
        assertThat(Imdn.parse(imdn.toBytes())).isEqualTo(imdn);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"DELIVERY, DISPLAYED", "DISPLAY, FAILED", "PROCESSING, DELIVERED"})
    void whatDoesNotFitIsNone(Notification notification, Status status) {
        assertThatThrownBy(() -> Imdn.of("1", SENT, "sip:b@c", notification, status))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + TIME + "</imdn>",
                HEAD + NEWS + "</imdn>",
                HEAD + "<datetime>now</datetime>" + NEWS + "</imdn>",
                HEAD + TIME + NEWS + NEWS + "</imdn>",
                HEAD + TIME + "<display-notification/></imdn>",
                HEAD + TIME + "<display-notification><status/></display-notification></imdn>",
                HEAD
                        + TIME
                        + "<display-notification><status><delivered/></status></display-notification></imdn>",
                HEAD
                        + TIME
                        + "<delivery-notification><status><delivered/><failed/></status>"
                        + "</delivery-notification></imdn>",
                "<imdn>" + TIME + NEWS + "</imdn>"
            })
    void othersAreRefused(String document) {
        assertThatThrownBy(() -> Imdn.parse(document.getBytes(UTF_8)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> Imdn.parse(body).toBytes(),
                5,
                List.of(
                        (HEAD + TIME + NEWS + "<x:y xmlns:x='urn:x'/></imdn>").getBytes(UTF_8),
                        Imdn.of("1", SENT, "sip:b@c", Notification.DELIVERY, Status.FAILED)
                                .toBytes()));
    }
}
