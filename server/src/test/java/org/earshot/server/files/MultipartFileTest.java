package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.earshot.common.mime.MalformedPayloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A file within a multipart body.
class MultipartFileTest {
    private static final String TYPE = "multipart/form-data; boundary=xYz";

    /// As phones send it.
    private static final String BODY =
            """
            --xYz
            Content-disposition: form-data; name="File"; filename="a b.png"
            Content-Type: image/png

            %s
            --xYz--
            """
                    .replace("\n", "\r\n");

    /// Gives few bytes at a time, as a network does.
    private static InputStream slowly(byte[] bytes, int atATime) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, atATime));
            }
        };
    }

    private static MultipartFile.Found find(String body) throws Exception {
        return MultipartFile.find(TYPE, slowly(body.getBytes(UTF_8), 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "words",
                "\r\n",
                "\r\n--xY",
                "--xYz",
                "\r\n--\r\n-",
                "\r\r\n--xYZ\r\n\r\n"
            })
    void theContentIsWhatStandsBeforeTheNextBoundary(String content) throws Exception {
        MultipartFile.Found file = find(BODY.formatted(content));
        assertThat(file.name()).isEqualTo("a b.png");
        assertThat(file.type()).isEqualTo("image/png");
        assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000, 32 * 1024, 100_000})
    void bytesOfAnyKindComeThroughHoweverTheyCome(int atATime) throws Exception {
        byte[] content = new byte[200_000];
        new Random(7).nextBytes(content);
        byte[] body = BODY.formatted(new String(content, ISO_8859_1)).getBytes(ISO_8859_1);
        assertThat(MultipartFile.find(TYPE, slowly(body, atATime)).content().readAllBytes())
                .isEqualTo(content);
    }

    @Test
    void fieldsAndThumbnailsAreSkipped() throws Exception {
        MultipartFile.Found file =
                find(
                        """
                        preamble
                        --xYz
                        Content-Disposition: form-data; name="tid"

                        17
                        --xYz
                        Content-Disposition: form-data; name="Thumbnail"; filename="t.jpg"

                        small
                        --xYz
                        Content-Disposition: form-data; name="File"; filename="q\\"q.txt"

                        large
                        --xYz--\
                        """
                                .replace("\n", "\r\n"));
        assertThat(file.name()).isEqualTo("q\"q.txt");
        assertThat(file.type()).isEmpty();
        assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo("large");
    }

    @Test
    void whatIsCutOffIsNotTakenForWhole() throws Exception {
        String body = BODY.formatted("content");
        int wanted = body.indexOf("\r\n--xYz--") + "\r\n--xYz".length();
        int inHead = 0;
        for (int length = 0; length < wanted; length++) {
            String cut = body.substring(0, length);
            try {
                InputStream content = find(cut).content();
                assertThatThrownBy(content::readAllBytes).isInstanceOf(EOFException.class);
            } catch (MalformedPayloadException e) {
                inHead++; // before the content
            }
        }
        assertThat(inHead).isEqualTo(body.indexOf("content"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain; boundary=xYz",
                "multipart/form-data",
                "multipart/form-data; boundary=\"\"",
                "",
                "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void anotherTypeIsRefused(String type) {
        assertThatThrownBy(() ->
                        MultipartFile.find(
                                type,
                                new ByteArrayInputStream(BODY.formatted("x").getBytes(UTF_8))))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--xYz--\r\n",
                "--xYz\r\nContent-Disposition: form-data; name=\"File\"\r\n\r\nno name\r\n--xYz--\r\n",
                "--xYz\r\n no header\r\n\r\nx\r\n--xYz--\r\n"
            })
    void aBodyWithoutAFileIsRefused(String body) {
        assertThatThrownBy(() -> find(body)).isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void endlessHeadersAreRefused() {
        String body = "--xYz\r\n" + "A: b\r\n".repeat(10_000) + "\r\n";
        assertThatThrownBy(() -> find(body))
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessageContaining("too many headers");
    }

    @Test
    void randomBytesAreRefusedOrRead() throws IOException {
        Random random = new Random(20261128);
        byte[] whole = BODY.formatted("some content").getBytes(UTF_8);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] body = whole.clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            try {
                MultipartFile.find(TYPE, new ByteArrayInputStream(body)).content().readAllBytes();
                read++;
            } catch (MalformedPayloadException | EOFException e) {
                refused++; // is an answer too
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }
}
