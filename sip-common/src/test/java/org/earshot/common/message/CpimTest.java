package org.earshot.common.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MimePart;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpimTest {
    private static final CpimAddress ALICE = new CpimAddress("Alice", "sip:alice@example.org");
    private static final CpimAddress BOB = CpimAddress.of("sip:bob@example.org");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String MINIMAL =
            """
            From: <sip:alice@example.org>
            To: <sip:bob@example.org>
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: 7

            Content-Type: text/plain

            Hej\
            """
                    .replace("\n", "\r\n");

    @Test
    void whatIsWrittenIsWhatTheRfcHas() {
        Cpim cpim =
                Cpim.of(ALICE, BOB, NOON, MimePart.text("Hej \uD83D\uDE00"))
                        .withMessageId("34jk324j")
                        .withNotifications(
                                EnumSet.of(
                                        DispositionNotification.DISPLAY,
                                        DispositionNotification.POSITIVE_DELIVERY));
        assertThat(written(cpim))
                .isEqualTo(
                        """
                        From: Alice <sip:alice@example.org>
                        To: <sip:bob@example.org>
                        DateTime: 2026-03-01T12:00:00Z
                        NS: imdn <urn:ietf:params:imdn>
                        imdn.Message-ID: 34jk324j
                        imdn.Disposition-Notification: positive-delivery, display

                        Content-Type: text/plain;charset=UTF-8

                        Hej \uD83D\uDE00\
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Cpim cpim =
                Cpim.of(ALICE, BOB, NOON, MimePart.text("\u202Eabc e\u0301"))
                        .withMessageId("a\\b\"c\nd")
                        .withSubject("Gr\u00FC\u00DFe\r\nFrom: <sip:eve@example.org>");
        Cpim read = Cpim.parse(cpim.toBytes());
        assertThat(read).isEqualTo(cpim);
        assertThat(read.from()).contains(ALICE);
        assertThat(read.to()).containsExactly(BOB);
        assertThat(read.dateTime()).contains(NOON);
        assertThat(read.messageId()).contains("a\\b\"c\nd");
        assertThat(read.subject()).contains("Gr\u00FC\u00DFe\r\nFrom: <sip:eve@example.org>");
        assertThat(read.content().text()).isEqualTo("\u202Eabc e\u0301");
    }

    @Test
    void theExampleOfTheRfc() throws Exception {
        Cpim cpim = Cpim.parse(Vectors.read("rfc-cpim/rfc3862-04.cpim"));
        assertThat(cpim.from())
                .contains(new CpimAddress("MR SANDERS", "im:piglet@100akerwood.com"));
        assertThat(cpim.dateTime()).contains(Instant.parse("2000-12-13T21:40:00Z"));
        assertThat(cpim.subject()).contains("the weather will be fine today");
        assertThat(cpim.headers(Cpim.CORE, "Subject").getLast().parameters())
                .isEqualTo(Map.of("lang", "fr"));
        assertThat(cpim.require()).containsExactly("MyFeatures.VitalMessageOption");
        assertThat(cpim.headers("mid:MessageFeatures@id.foo.com", "WackyMessageOption"))
                .singleElement()
                .extracting(CpimHeader::text)
                .isEqualTo("Use-silly-font");
        assertThat(cpim.content().contentType()).hasToString("text/xml;charset=utf-8");
        assertThat(cpim.content().contentId()).contains("1234567890@foo.com");
        assertThat(cpim.content().text())
                .isEqualTo("<body>\r\nHere is the text of my message.\r\n</body>\r\n");
    }

    /// Its figures have no empty line before the content's headers.
    @Test
    void theFiguresOfRfc5438() throws Exception {
        Cpim cpim = Cpim.parse(Vectors.read("rfc-cpim/rfc5438-01.cpim"));
        assertThat(cpim.messageId()).contains("34jk324j");
        assertThat(cpim.notifications())
                .containsExactly(
                        DispositionNotification.POSITIVE_DELIVERY,
                        DispositionNotification.NEGATIVE_DELIVERY);
        assertThat(cpim.content().text()).isEqualTo("Hello World\r\n");

        Cpim notification = Cpim.parse(Vectors.read("rfc-cpim/rfc5438-02.cpim"));
        assertThat(notification.content().contentType().is("message/imdn+xml")).isTrue();
        assertThat(notification.content().header("content-disposition")).contains("notification");
    }

    @Test
    void allVectorsAreReadAndReadAgain() throws Exception {
        for (byte[] vector : Vectors.ending("rfc-cpim", ".cpim").values()) {
            Cpim cpim = Cpim.parse(vector);
            assertThat(cpim.from()).isPresent();
            assertThat(Cpim.parse(cpim.toBytes()).headers()).isEqualTo(cpim.headers());
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "'Content-Type: Message/CPIM\r\n\r\n', an older Linphone's extra header",
        "'\r\n', an empty line",
        "'content-type: message/cpim\n\n\n', both"
    })
    void whatPhonesPutBeforeTheHeaders(String before, String name) throws Exception {
        assertThat(Cpim.parse(bytes(before + MINIMAL))).as(name).isEqualTo(minimal());
    }

    @Test
    void linesThatEndWithLfAlone() throws Exception {
        assertThat(Cpim.parse(bytes(MINIMAL.replace("\r", "")))).isEqualTo(minimal());
    }

    @Test
    void anyPrefixMeansTheNamespaceItIsBoundTo() throws Exception {
        Cpim cpim = parse("NS: x <urn:ietf:params:imdn>\nx.Message-ID: 9\n");
        assertThat(cpim.messageId()).contains("9");
        Cpim changed = cpim.withMessageId("10");
        assertThat(changed.messageId()).contains("10");
        assertThat(written(changed)).contains("x.Message-ID: 10\r\n").doesNotContain("imdn.");
    }

    @Test
    void aPrefixThatIsTakenIsNotTakenAgain() throws Exception {
        Cpim cpim = parse("NS: imdn <urn:other>\nimdn.Message-ID: 9\n");
        assertThat(cpim.messageId()).isEmpty();
        assertThat(cpim.withMessageId("10").messageId()).contains("10");
        assertThat(cpim.headers("urn:other", "Message-ID")).hasSize(1);
    }

    @Test
    void aPrefixHoldsFromItsLineOn() throws Exception {
        assertThat(parse("imdn.Message-ID: 9\nNS: imdn <urn:ietf:params:imdn>\n").messageId())
                .isEmpty();
    }

    /// A phone that knows no namespaces would show it.
    @Test
    void aSecondFromDoesNotHideInANamespace() {
        assertMalformed("From: <sip:a@b>\nNS: <urn:x>\nFrom: <sip:c@d>\n");
        assertMalformed("From: <sip:a@b>\nfrom: <sip:c@d>\n");
        assertMalformed(
                "NS: c <urn:ietf:params:cpim-headers:>\nc.From: <sip:a@b>\nFrom: <sip:c@d>\n");
    }

    @Test
    void severalRecipients() throws Exception {
        Cpim cpim = parse("To: A <sip:a@b>\nTo: \"C, \\\"D\\\"\"<sip:c@d>\ncc: sip:e@f\n");
        assertThat(cpim.to())
                .containsExactly(
                        new CpimAddress("A", "sip:a@b"), new CpimAddress("C, \"D\"", "sip:c@d"));
        assertThat(cpim.cc()).containsExactly(CpimAddress.of("sip:e@f"));
        assertThat(cpim.withTo(List.of(BOB)).to()).containsExactly(BOB);
    }

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Bob|Bob <sip:b@c>",
                "Bob B\u00E4r|Bob B\u00E4r <sip:b@c>",
                "B, C|\"B, C\"<sip:b@c>",
                "\uD83D\uDE00|\uD83D\uDE00 <sip:b@c>",
                "a\\b|\"a\\\\b\"<sip:b@c>",
                "a \"b\"|\"a \\\"b\\\"\"<sip:b@c>",
            })
    void namesInAddresses(String name, String written) {
        CpimAddress address = new CpimAddress(name, "sip:b@c");
        assertThat(address.format()).isEqualTo(written);
        assertThat(CpimAddress.parse(written)).isEqualTo(address);
    }

    @Test
    void aNameNeverEndsTheLine() {
        CpimAddress address = new CpimAddress("x\r\nTo: <sip:e@f>\uD800", "sip:b@c");
        assertThat(address.format()).isEqualTo("\"x\\r\\nTo: <sip:e@f>\uFFFD\"<sip:b@c>");
    }

    @ParameterizedTest(name = "{0} says {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a\\\\b|a\\b",
                "\\u0041\\u00e4|A\u00E4",
                "\\uD83D\\uDE00|\uD83D\uDE00",
                "\\uD83D|\uFFFD",
                "\\u12|\\u12",
                "\\x\\|\\x\\",
                "\\\"\\'|\"'"
            })
    void escapes(String value, String text) {
        assertThat(CpimHeader.of("Subject", value).text()).isEqualTo(text);
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(CpimHeader.text("Subject", "a\n\t\r\b\\\u0001\u0085").value())
                .isEqualTo("a\\n\\t\\r\\b\\\\\\u0001\\u0085");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no header\n",
                " folded: x\n",
                "a.b.c: x\n",
                "From: nobody\n",
                "From: <no uri>\n",
                "From: \"x <sip:a@b>\n",
                "From: <sip:a@b> x\n",
                "To: <sip:a@b\n",
                "DateTime: yesterday\n",
                "DateTime: 2026-03-01T12:00:00Z\nDateTime: 2026-03-01T12:00:01Z\n",
                "NS: imdn\n",
                "NS: a b <urn:x>\n",
                "Subject:;lang fr\n",
                "Subject:;lang=\"fr x\n",
                "Subject: a\u0007b\n"
            })
    void badHeadersAreRefused(String headers) {
        assertMalformed(headers);
    }

    @Test
    void limitsHold() {
        assertMalformed("X: y\n".repeat(129));
        assertMalformed("X: " + "y".repeat(5000) + "\n");
        assertMalformed(("X: " + "y".repeat(2000) + "\n").repeat(9));
    }

    @Test
    void aContentMayBeLarge() throws Exception {
        byte[] large = new byte[3_000_000];
        Cpim cpim = minimal().withContent(MimePart.of(MimePart.text("").contentType(), large));
        assertThat(Cpim.parse(cpim.toBytes()).content().length()).isEqualTo(large.length);
    }

    @Test
    void withoutContentItIsNone() {
        assertThatThrownBy(() -> Cpim.parse(bytes("From: <sip:a@b>\r\n")))
                .isInstanceOf(MalformedPayloadException.class);
        assertThatThrownBy(() -> Cpim.parse("From: \u00FF\r\n\r\n".getBytes(ISO_8859_1)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void nothingPrivateIsPrinted() {
        assertThat(Cpim.of(ALICE, BOB, NOON, MimePart.text("secret")).toString())
                .doesNotContain("secret", "Alice");
    }

    @Test
    void nothingElseIsThrown() throws Exception {
        HostileInput.check(
                body -> Cpim.parse(body).toBytes(),
                2,
                List.of(
                        bytes(MINIMAL),
                        Cpim.of(ALICE, BOB, NOON, MimePart.text("x"))
                                .withSubject("\\ \n \uD83D\uDE00")
                                .toBytes(),
                        parse("To: \"A \\\"B\" <sip:a@b>\nSubject:;lang=fr;x=\"y z\" bon\n")
                                .toBytes()));
    }

    private static void assertMalformed(String headers) {
        assertThatThrownBy(() -> parse(headers)).isInstanceOf(MalformedPayloadException.class);
    }

    private static Cpim minimal() throws MalformedPayloadException {
        return Cpim.parse(bytes(MINIMAL));
    }

    private static Cpim parse(String headers) throws MalformedPayloadException {
        return Cpim.parse(bytes(headers + "\nContent-Type: text/plain\n\nHej"));
    }

    private static String written(Cpim cpim) {
        return new String(cpim.toBytes(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
