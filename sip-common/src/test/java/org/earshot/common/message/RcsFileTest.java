package org.earshot.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.xml.XmlWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RcsFileTest {
    private static final String NAMESPACE = "urn:gsma:params:xml:ns:rcs:rcs:fthttp";
    private static final String URL = "https://example.org:8443/files/" + "0a".repeat(16);

    private static byte[] document(String content) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><file xmlns=\""
                        + NAMESPACE
                        + "\">"
                        + content
                        + "</file>")
                .getBytes(UTF_8);
    }

    private static String info(String type, String name, String url) {
        return "<file-info type=\""
                + type
                + "\"><file-size>65541</file-size><file-name>"
                + name
                + "</file-name><content-type>image/jpeg</content-type><data url=\""
                + url
                + "\" until=\"2026-12-28T10:00:00Z\"/></file-info>";
    }

    private static byte[] written(RcsFile file) {
        XmlWriter xml =
                new XmlWriter(NAMESPACE)
                        .start(NAMESPACE, "file")
                        .start(NAMESPACE, "file-info")
                        .attribute("type", "file")
                        .element(NAMESPACE, "file-size", Long.toString(file.size()))
                        .element(NAMESPACE, "file-name", file.name());
        return xml.empty(NAMESPACE, "data").attribute("url", file.url()).end().end().toBytes();
    }

    @Test
    void theFileIsReadAndNotItsThumbnail() throws Exception {
        byte[] both =
                document(
                        info("thumbnail", "small.jpg", "https://example.org/small")
                                + info("file", "sea &amp; sun.jpg", URL));
        assertThat(RcsFile.parse(both)).isEqualTo(new RcsFile("sea & sun.jpg", 65_541, URL));
    }

    /// As Linphone writes it.
    @Test
    void anAmpersandThatIsNotEscapedIsOne() throws Exception {
        assertThat(
                        RcsFile.parse(document(info("file", "Q&A & Zürich &amp; &lt;1>.pdf", URL)))
                                .name())
                .isEqualTo("Q&A & Zürich & <1>.pdf");
        assertThatThrownBy(() -> RcsFile.parse(document(info("file", "a & <b", URL))))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void aSizeThatIsNoneIsNotBelieved() throws Exception {
        String text = info("file", "a", URL).replace("65541", "-1");
        assertThat(RcsFile.parse(document(text)).size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<file-info type=\"file\"><file-size>1</file-size></file-info>",
                "<file-info type=\"file\"><data url=\"\"/></file-info>",
                "<file-info type=\"file\"><data url=\"https://example.org/a b\"/></file-info>",
                "<file-info type=\"file\"><data url=\"https://example.org/&#10;x\"/></file-info>",
                "<file-info type=\"thumbnail\"><data url=\"https://example.org/x\"/></file-info>"
            })
    void whatNamesNoFileIsRefused(String content) {
        assertThatThrownBy(() -> RcsFile.parse(document(content)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void aDocumentTypeIsRefusedAndFetchesNothing() {
        String text =
                "<!DOCTYPE file [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + new String(document(info("file", "&x;", URL)), UTF_8)
                                .replaceFirst("<\\?xml[^>]*>", "");
        assertThatThrownBy(() -> RcsFile.parse(text.getBytes(UTF_8)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> written(RcsFile.parse(body)),
                41,
                List.of(
                        document(info("file", "sea.jpg", URL)),
                        written(new RcsFile("<&>\uD83D\uDE00", 0, "x"))));
    }
}
