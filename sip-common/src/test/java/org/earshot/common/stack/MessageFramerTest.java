package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.earshot.common.stack.Framing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFramerTest {
    private static final String ONE =
            """
            MESSAGE sip:a SIP/2.0
            Via: SIP/2.0/TCP h;branch=z9hG4bK1
            Content-Length: 5

            hello\
            """;
    private static final String TWO = "OPTIONS sip:b SIP/2.0\nl : 0\n\n";

    /// All frames of a stream that arrives in pieces of the given sizes: "" for an empty line, "!status
    /// reason" for the end.
    private static List<String> frames(MessageFramer framer, byte[] stream, Random sizes, int most)
            throws IOException {
        List<String> frames = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(stream);
        while (framer.fill(
                (b, off, len) -> in.read(b, off, Math.min(len, 1 + sizes.nextInt(most))))) {
            boolean more = true;
            while (more) {
                switch (framer.next()) {
                    case Frame.Whole(byte[] b, int offset, int length) ->
                            frames.add(new String(b, offset, length, StandardCharsets.UTF_8));
                    case Frame.EmptyLine _ -> frames.add("");
                    case Frame.Partial _ -> more = false;
                    case Frame.Broken(MalformedMessage broken) -> {
                        frames.add("!" + broken.status() + " " + broken.getMessage());
                        return frames;
                    }
                    case Frame.Opened _, Frame.Reply _, Frame.Pong _, Frame.End _ ->
                            throw new AssertionError("only a WebSocket has it");
                }
            }
        }
        return frames;
    }

    private static List<String> frames(String text) throws IOException {
        return frames(
                new MessageFramer(1024, 1024), SipMessagesTest.bytes(text), new Random(1), 4096);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 5000})
    void messagesAreCutWhereverTheSegmentsEnd(int most) throws IOException {
        String one = ONE.replace("\n", "\r\n");
        String two = TWO.replace("\n", "\r\n");
        byte[] stream =
                (one + two + "\r\n\r\n" + one + "\r\n" + two).getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 20; seed++) {
            assertThat(frames(new MessageFramer(1024, 1024), stream, new Random(seed), most))
                    .containsExactly(one, two, "", "", one, "", two);
        }
    }

    @Test
    void aLargeBodyPassesThroughASmallBuffer() throws IOException {
        String large = "x".repeat(100_000);
        String text = "MESSAGE sip:a SIP/2.0\r\nContent-Length: 100000\r\n\r\n" + large;
        byte[] stream = (text + text).getBytes(StandardCharsets.UTF_8);
        assertThat(frames(new MessageFramer(1024, 100_000), stream, new Random(1), 1500))
                .containsExactly(text, text);
    }

    @Test
    void aFoldedContentLengthCounts() throws IOException {
        assertThat(frames("A b SIP/2.0\nContent-Length:\n  2\n\nxy")).hasSize(1);
    }

    @Test
    void whatIsFoldedIntoAnotherFieldDoesNotCount() throws IOException {
        assertThat(frames("A b SIP/2.0\nSubject: x\n Content-Length: 9\nl: 0\n\n")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A b SIP/2.0\nX: y\n\n",
                "A b SIP/2.0\nContent-Length: -1\n\n",
                "A b SIP/2.0\nContent-Length: 1 2\n\n",
                "A b SIP/2.0\nContent-Length:\n\n",
                "A b SIP/2.0\nContent-Length: +1\n\n",
                "A b SIP/2.0\nContent-Length: 0\nl: 0\n\n",
                "\u0016\u0003\u0001",
                "\r \n"
            })
    void aStreamWithoutALengthToBelieveIsBroken(String text) throws IOException {
        assertThat(frames(text)).singleElement().asString().startsWith("!400 ");
    }

    @Test
    void sizesHaveLimits() throws IOException {
        String head = "A b SIP/2.0\nX: " + "y".repeat(1100);
        assertThat(frames(head)).singleElement().asString().startsWith("!513 ");
        assertThat(frames(head + "\nl: 0\n\n")).singleElement().asString().startsWith("!513 ");
        assertThat(frames("A b SIP/2.0\nl: 1025\n\n"))
                .singleElement()
                .asString()
                .startsWith("!413 ");
        assertThat(frames("A b SIP/2.0\nl: 99999999999999999999\n\n"))
                .singleElement()
                .asString()
                .startsWith("!413 ");
    }

    @Test
    void bytesByChanceEndInFramesAndNeverInAnException() throws IOException {
        Random random = new Random(42);
        byte[] pieces =
                "\r\n\r\nl:0 \tAB/2.0Content-Length5\u0000".getBytes(StandardCharsets.UTF_8);
        for (int run = 0; run < 3000; run++) {
            byte[] stream = new byte[random.nextInt(200)];
            for (int i = 0; i < stream.length; i++) {
                stream[i] = pieces[random.nextInt(pieces.length)];
            }
            int total =
                    frames(new MessageFramer(512, 64), stream, random, 20).stream()
                            .filter(frame -> !frame.startsWith("!"))
                            .mapToInt(String::length)
                            .sum();
            assertThat(total).isLessThanOrEqualTo(stream.length);
        }
    }
}
