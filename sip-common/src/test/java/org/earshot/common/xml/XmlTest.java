package org.earshot.common.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {
    private static final String BILLION_LAUGHS =
            """
            <?xml version="1.0"?>
            <!DOCTYPE a [
              <!ENTITY l0 "ha">
              <!ENTITY l1 "&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;">
              <!ENTITY l2 "&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;">
              <!ENTITY l3 "&l2;&l2;&l2;&l2;&l2;&l2;&l2;&l2;&l2;&l2;">
            ]>
            <a>&l3;</a>
            """;

    @Test
    void anElementIsReadWithAllThatItHas() throws Exception {
        XmlElement root =
                read(
                        """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <!-- x --><?pi x?>
                        <p:a xmlns:p="urn:p" xmlns="urn:d" b=" 1 " p:b="2" xml:lang="sv">
                          x<![CDATA[<y>]]>&amp;&#x1F600;<c> d </c>z
                        </p:a>
                        """);
        assertThat(root.is("urn:p", "a")).isTrue();
        assertThat(root.attribute("b")).contains("1");
        assertThat(root.attributes()).containsEntry("{urn:p}b", "2");
        assertThat(root.language()).isEqualTo("sv");
        assertThat(root.stripped()).isEqualTo("x<y>&\uD83D\uDE00z");
        assertThat(root.childText("urn:d", "c")).contains("d");
        assertThat(root.childText("urn:p", "c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BILLION_LAUGHS,
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/\"> %x;]><a/>",
                "<a>&x;</a>",
                "<a b=\"&x;\"/>",
                "<?xml version=\"1.1\"?><a/>",
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>",
                "<a>&#0;</a>",
                "<a>&#xD800;</a>",
                "<a",
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a b='1' b='2'/>",
                "<p:a/>",
                "x",
                ""
            })
    void whatIsDangerousOrWrongIsRefused(String document) {
        assertMalformed(document, UTF_8);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertMalformed("<a>\u00E4</a>", ISO_8859_1);
        assertMalformed("<a/>", UTF_16);
    }

    @Test
    void latin1IsReadWhereTheDocumentSaysSo() throws Exception {
        byte[] document =
                "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00E4</a>".getBytes(ISO_8859_1);
        assertThat(XmlReader.read(document).text()).isEqualTo("\u00E4");
    }

    @Test
    void aByteOrderMarkIsSkipped() throws Exception {
        assertThat(read("\uFEFF<a>b</a>").text()).isEqualTo("b");
    }

    @Test
    void limitsHold() throws Exception {
        assertThat(read("<a>".repeat(32) + "</a>".repeat(32)).name()).isEqualTo("a");
        assertMalformed("<a>".repeat(33) + "</a>".repeat(33), UTF_8);
        assertMalformed("<a>".repeat(100_000), UTF_8);
        assertMalformed("<a>" + "<b/>".repeat(20_000) + "</a>", UTF_8);
        assertMalformed("<a>" + "x".repeat(1024 * 1024) + "</a>", UTF_8);
        StringBuilder attributes = new StringBuilder("<a");
        for (int i = 0; i < 65; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        assertMalformed(attributes + "/>", UTF_8);
    }

    @Test
    void anyTextCanBeWritten() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= 0xFFFF; c++) {
            all.append((char) c).append('.');
        }
        all.append("\uD83D\uDE00 \u202E\u0627 e\u0301 ]]> <&>\"'");
        byte[] document =
                new XmlWriter("urn:d")
                        .prefix("p", "urn:p")
                        .start("urn:d", "a")
                        .attribute("b", all.toString())
                        .language("ar")
                        .element("urn:p", "c", all.toString())
                        .empty("urn:p", "e")
                        .toBytes();
        XmlElement read = XmlReader.read(document);
        assertThat(read.attributes().get("b")).hasSameSizeAs(all).endsWith("e\u0301 ]]> <&>\"'");
        assertThat(read.children().getFirst().text())
                .hasSameSizeAs(all)
                .contains("\n.\uFFFD.", "\uFFFD.\uFFFD.", "\uD83D\uDE00 \u202E\u0627 e\u0301");
        assertThat(new String(document, UTF_8)).contains("<p:e/>");
    }

    @Test
    void whatTheRfcsHaveIsReadable() {
        Vectors.ending("rfc-xml", ".xml")
                .forEach((name, document) -> {
                    try {
                        XmlReader.read(document);
                        assertThat(name).doesNotContain("notwellformed");
                    } catch (MalformedPayloadException e) {
                        assertThat(name).contains("notwellformed");
                    }
                });
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> {
                    XmlReader.read(body);
                    return Arrays.copyOf(body, body.length);
                },
                3,
                List.of(
                        "<p:a xmlns:p='urn:p' b='&lt;'>x<!-- --><?pi x?><![CDATA[<y>]]>&amp;<c/></p:a>"
                                .getBytes(UTF_8)));
    }

    /// Damaged bombs: what is left of a DTD is still refused, or was not one.
    @Test
    void nothingElseIsThrownAtBombs() {
        HostileInput.check(
                body -> {
                    try {
                        XmlReader.read(body);
                    } catch (MalformedPayloadException e) {
                        // as it should
                    }
                    return new byte[0];
                },
                4,
                List.of(BILLION_LAUGHS.getBytes(UTF_8)));
    }

    private static void assertMalformed(String document, Charset charset) {
        assertThatThrownBy(() -> XmlReader.read(document.getBytes(charset)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    private static XmlElement read(String document) throws MalformedPayloadException {
        return XmlReader.read(document.getBytes(UTF_8));
    }
}
