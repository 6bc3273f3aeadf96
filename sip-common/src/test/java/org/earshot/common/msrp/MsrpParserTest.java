package org.earshot.common.msrp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsrpParserTest {
    private static final String HEAD =
            String.join(
                    "\r\n",
                    "MSRP a786hjs2 SEND",
                    "To-Path: msrps://b.example.com:12763/kjhd37s2s20w2a;tcp",
                    "From-Path: msrps://a.example.com:7654/jshA7weztas;tcp",
                    "Message-ID: 87652491",
                    "Byte-Range: 1-*/25",
                    "");
    private static final String TYPE = "Content-Type: text/plain\r\n\r\n";
    private static final String END = "-------a786hjs2$\r\n";

    private final MsrpParser parser = new MsrpParser();

    /// What came out, as one text: heads as they would be sent, bodies as they are, and the flag.
    private String read(byte[] bytes, int piece) throws MalformedMsrpException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            while (parser.fill(
                    (buffer, at, length) -> in.read(buffer, at, Math.min(piece, length)))) {
                drain(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(ISO_8859_1);
    }

    private void drain(ByteArrayOutputStream out) throws MalformedMsrpException {
        while (true) {
            switch (parser.next()) {
                case MsrpParser.Event.Head(MsrpFrame frame) -> out.writeBytes(frame.head());
                case MsrpParser.Event.Body(byte[] buffer, int offset, int length) ->
                        out.write(buffer, offset, length);
                case MsrpParser.Event.End(Continuation continuation) ->
                        out.writeBytes(("<" + continuation.flag() + ">").getBytes(ISO_8859_1));
                case MsrpParser.Event.Partial _ -> {
                    return;
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16, 1000})
    void framesComeOutHoweverTheyAreCut(int piece) throws MalformedMsrpException {
        String response =
                "MSRP op2nc9a 413 enough\r\n"
                        + HEAD.lines().skip(1).limit(2).reduce("", (a, b) -> a + b + "\r\n");
        byte[] all =
                bytes(
                        HEAD
                                + TYPE
                                + "Hey Bob\r\n"
                                + END // one CRLF is the end-line's
                                + response
                                + "-------op2nc9a$\r\n"
                                + HEAD
                                + "-------a786hjs2+\r\n"
                                + HEAD
                                + TYPE
                                + "\r\n-------a786hjs2#\r\n");
        assertThat(read(all, piece))
                .isEqualTo(
                        HEAD
                                + TYPE
                                + "Hey Bob<$>"
                                + response
                                + "<$>"
                                + HEAD
                                + "<+>"
                                + HEAD
                                + TYPE
                                + "<#>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-------a786hjs2$\r\n", // no line break before it
                "\r\n------a786hjs2$\r\n", // six dashes
                "\r\n--------a786hjs2$\r\n", // eight
                "\r\n-------a786hjs3$\r\n",
                "\r\n-------a786hjs2!\r\n",
                "\r\n-------a786hjs2$ \r\n",
                "\r\n-------a786hjs2$\n",
                "\r\n-------\r\n-------\r\n-------",
                "\n-------a786hjs2$\r\n",
                "\r\n--\r\n-------a786hjs",
                "\r\r\n",
                "-",
                "--------------------------------------------------------"
            })
    void aBodyMayLookNearlyLikeItsEnd(String near) throws MalformedMsrpException {
        String body = "x" + near + "y" + near + "z";
        for (int piece : new int[] {1, 2, 5, 64, 4096}) {
            assertThat(read(bytes(HEAD + TYPE + body + "\r\n" + END), piece))
                    .as("pieces of %s", piece)
                    .isEqualTo(HEAD + TYPE + body + "<$>");
        }
    }

    @Test
    void anEmptyBodyMayLackItsLineBreak() throws MalformedMsrpException {
        assertThat(read(bytes(HEAD + TYPE + END), 1)).isEqualTo(HEAD + TYPE + "<$>");
    }

    @Test
    void aLongBodyOfAnyBytesPasses() throws MalformedMsrpException {
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            byte[] body = new byte[random.nextInt(300_000)];
            random.nextBytes(body);
            for (int i = 0; i < body.length; i += 1 + random.nextInt(400)) {
                byte[] like = bytes("\r\n-------a786hjs2$\r".substring(0, 1 + random.nextInt(18)));
                System.arraycopy(like, 0, body, i, Math.min(like.length, body.length - i));
            }
            String text = new String(body, ISO_8859_1).replace(END.strip(), "");
            assertThat(read(bytes(HEAD + TYPE + text + "\r\n" + END), 1 + random.nextInt(70_000)))
                    .isEqualTo(HEAD + TYPE + text + "<$>");
        }
    }

    /// Nothing but dashes, and nothing but line breaks: each byte is looked at a few times, not once for each byte before it.
    @Test
    void bodiesOfDashesAndOfLineBreaksPass() throws MalformedMsrpException {
        for (String unit : List.of("-", "\r\n", "\r\n-------a786hjs2", "\r\n-------")) {
            String body = unit.repeat(4_000_000 / unit.length());
            assertThat(read(bytes(HEAD + TYPE + body + "\r\n" + END), 50_000))
                    .isEqualTo(HEAD + TYPE + body + "<$>");
        }
    }

    @Test
    void everyBeginningIsNoMoreThanABeginning() throws MalformedMsrpException {
        String all = HEAD + TYPE + "Hey Bob\r\n" + END;
        for (int length = 0; length < all.length(); length++) {
            MsrpParser fresh = new MsrpParser();
            ByteArrayInputStream in = new ByteArrayInputStream(bytes(all.substring(0, length)));
            List<MsrpParser.Event> events = new ArrayList<>();
            try {
                while (fresh.fill(in::read)) {
                    MsrpParser.Event event;
                    do {
                        event = fresh.next();
                        events.add(event);
                    } while (!(event instanceof MsrpParser.Event.Partial));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(events).noneMatch(MsrpParser.Event.End.class::isInstance);
            if (length > 0) {
                assertThat(events.getLast()).isEqualTo(new MsrpParser.Event.Partial(true));
            }
        }
    }

    @Test
    void randomBytesAndDamageNeverThrowAnythingElse() {
        Random random = new Random(4975);
        byte[] good = bytes(HEAD + TYPE + "Hey Bob\r\n" + END + HEAD + "-------a786hjs2+\r\n");
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] input = good.clone();
            if (i % 3 == 0) {
                input = new byte[random.nextInt(400)];
                random.nextBytes(input);
            } else {
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    input[random.nextInt(input.length)] =
                            (byte) "\r\n -:;/*$+#0aZ\0\u00ff".charAt(random.nextInt(16));
                }
            }
            try {
                new MsrpParserTest().read(input, 1 + random.nextInt(50));
            } catch (MalformedMsrpException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 2999);
    }

    @Test
    void aHeadHasALimit() {
        String field = "X-Field: " + "x".repeat(1000) + "\r\n";
        assertThatThrownBy(() -> read(bytes(HEAD + field.repeat(100)), 500))
                .isInstanceOf(MalformedMsrpException.class)
                .hasMessageContaining("8192 bytes");
        assertThatThrownBy(() -> new MsrpParserTest().read(bytes("MSRP " + "x".repeat(20_000)), 1))
                .isInstanceOf(MalformedMsrpException.class)
                .hasMessageContaining("8192 bytes");
        assertThatThrownBy(() -> new MsrpParserTest().read(bytes(HEAD + "X: y\r\n".repeat(70)), 9))
                .isInstanceOf(MalformedMsrpException.class)
                .hasMessageContaining("64 fields");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "MSRP abc SEND\r\n", // an id has four characters
                "MSRP a786hjs2 send\r\n",
                "MSRP a786hjs2 20 OK\r\n",
                "\r\n",
                "MSRP a786hjs2 SEND\r\nTo-Path msrp://a/b;tcp\r\n",
                "MSRP a786hjs2 SEND\r\nTo-Path: http://a/b;tcp\r\n",
                "MSRP a786hjs2 SEND\r\n-------a786hjs2$\r\n",
                "MSRP a786hjs2 SEND\r\nTo-Path: msrp://a/b;tcp\r\n\r\n"
            })
    void whatIsNoMsrpIsRefused(String text) {
        assertThatThrownBy(() -> read(bytes(text), 10)).isInstanceOf(MalformedMsrpException.class);
    }

    @Test
    void theMessagesOfTheRfcsAreRead() throws MalformedMsrpException {
        List<String> refused = new ArrayList<>();
        for (var vector : Vectors.ending("rfc-msrp", ".msrp").entrySet()) {
            String text = new String(vector.getValue(), ISO_8859_1);
            // The RFC breaks lines for the page, mostly with a sign for it.
            String unfolded = text.replaceAll(" *\\\\?\r\n {9,}", " ");
            if (vector.getKey().startsWith("rfc5547")) {
                unfolded = text; // those are inside bodies
            }
            MsrpParserTest fresh = new MsrpParserTest();
            String read;
            try {
                read = fresh.read(bytes(unfolded), 13);
            } catch (MalformedMsrpException e) {
                refused.add(vector.getKey());
                continue;
            }
            String end = unfolded.substring(unfolded.lastIndexOf("-------"));
            char flag = end.charAt(end.length() - 3);
            String head = unfolded.substring(0, unfolded.lastIndexOf("-------"));
            boolean body = head.contains("\r\n\r\n");
            assertThat(read)
                    .as(vector.getKey())
                    .isEqualTo(
                            (body ? head.substring(0, head.length() - 2) : head)
                                    + "<"
                                    + flag
                                    + ">");
        }
        assertThat(refused)
                .containsExactly(
                        "rfc4975-03.msrp", // no paths
                        "rfc4975-04.msrp",
                        "rfc4975-09.msrp", // no empty line before the body
                        "rfc4975-13.msrp");
    }

    @Test
    void whatAFrameSaysIsUnderstood() throws MalformedMsrpException {
        MsrpParser fresh = new MsrpParser();
        byte[] report = Vectors.read("rfc-msrp/rfc4975-14.msrp");
        ByteArrayInputStream in = new ByteArrayInputStream(report);
        try {
            assertThat(fresh.fill(in::read)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MsrpFrame frame = ((MsrpParser.Event.Head) fresh.next()).frame();
        assertThat(frame.is("REPORT")).isTrue();
        assertThat(frame.messageId()).contains("12339sdqwer");
        assertThat(frame.byteRange()).isEqualTo(ByteRange.of(1, 106, 106));
        assertThat(frame.reported()).hasValue(200);
        assertThat(fresh.next()).isEqualTo(new MsrpParser.Event.End(Continuation.COMPLETE));
        assertThat(Arrays.equals(frame.bytes(), report)).isTrue();
    }
}
