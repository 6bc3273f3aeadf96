package org.earshot.common.mime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.earshot.common.message.Cpim;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
    private static final String TYPE = "multipart/mixed;boundary=b";
    private static final MimePart ROOT =
            MimePart.of(MediaType.of("application", "rlmi+xml"), bytes("<list/>"))
                    .with(MimeHeader.CONTENT_ID, "<root@x>");
    private static final MimePart OTHER = MimePart.text("Hej \uD83D\uDE00\r\n");

    @Test
    void whatIsWrittenIsRead() throws Exception {
        MultipartBody body = MultipartBody.related(List.of(ROOT, OTHER));
        MultipartBody read = MultipartBody.parse(body.contentType().toString(), body.toBytes());
        assertThat(read).isEqualTo(body);
        assertThat(read.contentType().parameters())
                .containsEntry("type", "application/rlmi+xml")
                .containsEntry("start", "<root@x>");
        assertThat(read.root()).isEqualTo(ROOT);
        assertThat(read.part("root@x")).contains(ROOT);
        assertThat(read.part("other@x")).isEmpty();
    }

    @Test
    void theRootMayStandAnywhere() throws Exception {
        MultipartBody read =
                parse(
                        "multipart/related;boundary=b;start=\"<r>\"",
                        "--b\n\nfirst\n--b\nContent-ID: <r>\n\nroot\n--b--");
        assertThat(read.root().text()).isEqualTo("root");
    }

    @ParameterizedTest(name = "{0}: {1} parts")
    @CsvSource(
            delimiter = '|',
            value = {
                "'--b\r\n\r\nx\r\n--b--'|1|x",
                "'--b\n\nx\n--b--'|1|x",
                "'preamble\r\n--b  \r\n\r\nx\r\n--b--\r\nepilogue\r\n--b\r\n'|1|x",
                "'--b\r\n\r\nx\r\n\r\n--b\r\n\r\n--b--'|2|'x\r\n'",
                "'--b\r\nX: y\r\n--b--'|1|''",
                "'--b\r\n\r\nx\r\n--bb\r\n --b\r\n--b x\r\n--b--'|1|'x\r\n--bb\r\n --b\r\n--b x'"
            })
    void partsEndWhereTheLineOfTheirBoundaryBegins(String body, int parts, String first)
            throws Exception {
        MultipartBody read = parse(TYPE, body);
        assertThat(read.parts()).hasSize(parts);
        assertThat(read.parts().getFirst().text()).isEqualTo(first);
    }

    @Test
    void aMultipartInAMultipartIsBytesUntilAsked() throws Exception {
        MultipartBody inner = MultipartBody.mixed(List.of(OTHER));
        MultipartBody outer =
                MultipartBody.mixed(List.of(MimePart.of(inner.contentType(), inner.toBytes())));
        MultipartBody read = MultipartBody.parse(outer.contentType().toString(), outer.toBytes());
        assertThat(MultipartBody.parse(read.parts().getFirst())).isEqualTo(inner);
    }

    @Test
    void theBoundaryStandsInNoPart() {
        MultipartBody first = MultipartBody.mixed(List.of(OTHER));
        assertThatThrownBy(() ->
                        new MultipartBody(
                                first.contentType(),
                                List.of(MimePart.of(MediaType.of("a", "b"), first.toBytes()))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--b",
                "--b--",
                "--b\r\n\r\nx\r\n",
                "--b\r\n\r\nx\r\n--b\r\n",
                "--b\r\nno header\r\n\r\nx\r\n--b--",
                "--c\r\n\r\nx\r\n--c--"
            })
    void badBodiesAreRefused(String body) {
        assertMalformed(TYPE, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain;boundary=b",
                "multipart/mixed",
                "multipart/mixed;boundary=\"\"",
                "multipart/mixed;boundary=\"b \"",
                "multipart/mixed;boundary=\"b\u00E4\""
            })
    void badTypesAreRefused(String type) {
        assertMalformed(type, "--b\r\n\r\nx\r\n--b--");
        assertMalformed("multipart/mixed;boundary=" + "b".repeat(71), "--b\r\n\r\nx\r\n--b--");
    }

    /// In the RFC's text this one is cut off.
    @Test
    void aBodyThatIsCutOffIsRefused() throws Exception {
        Cpim cpim = Cpim.parse(Vectors.read("rfc-cpim/rfc5438-05.cpim"));
        assertThat(cpim.content().contentType().parameter("boundary")).contains("imdn-boundary");
        assertThatThrownBy(() -> MultipartBody.parse(cpim.content()))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void limitsHold() {
        assertMalformed(TYPE, "--b\n\n\n".repeat(5001) + "--b--");
        assertMalformed(TYPE, "--b\n\n" + "x".repeat(4 * 1024 * 1024) + "\n--b--");
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> MultipartBody.parse("multipart/mixed;boundary=a-", body).toBytes(),
                7,
                List.of(
                        bytes("--a-\r\nContent-ID: <x>\r\n\r\nx\r\n--a-\r\n\r\n--a\r\n--a---\r\n"),
                        bytes("--a-\n\n--a---")));
    }

    private static void assertMalformed(String type, String body) {
        assertThatThrownBy(() -> parse(type, body)).isInstanceOf(MalformedPayloadException.class);
    }

    private static MultipartBody parse(String type, String body) throws MalformedPayloadException {
        return MultipartBody.parse(type, bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
