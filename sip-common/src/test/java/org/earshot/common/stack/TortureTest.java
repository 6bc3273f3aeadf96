package org.earshot.common.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.sip.message.Message;
import org.earshot.common.testdata.SharedTestData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The torture messages of RFC 4475 and RFC 5118: what must be taken is taken, and survives being written
/// and read again; what must be refused is refused with the status that the RFC names.
class TortureTest {

    @TestFactory
    Stream<DynamicTest> rfc4475() throws IOException {
        return cases("rfc4475");
    }

    @TestFactory
    Stream<DynamicTest> rfc5118() throws IOException {
        return cases("rfc5118");
    }

    private static Stream<DynamicTest> cases(String rfc) throws IOException {
        Path folder = SharedTestData.path(rfc);
        JsonNode cases = new ObjectMapper().readTree(folder.resolve("cases.json").toFile());
        return cases.valueStream()
                .map(test ->
                        DynamicTest.dynamicTest(
                                test.get("file").asText(), () -> check(folder, test)));
    }

    private static void check(Path folder, JsonNode test) throws Exception {
        byte[] bytes = Files.readAllBytes(folder.resolve(test.get("file").asText()));
        switch (test.get("parser").asText()) {
            case "accept", "accept-liberal" -> accepted(bytes);
            case "reject" -> refused(bytes, test.get("expect"));
            case "drop" -> dropped(bytes);
            case "reject-ok" -> {
                try {
                    accepted(bytes);
                } catch (MalformedMessage e) {
                    assertThat(e.status()).isEqualTo(400);
                }
            }
            default -> throw new AssertionError("unknown verdict in " + test);
        }
    }

    private static void accepted(byte[] bytes) throws MalformedMessage {
        Message message = SipMessages.parse(bytes);
        byte[] written = SipMessages.encode(message);
        byte[] again = SipMessages.encode(SipMessages.parse(written));
        assertThat(new String(again, UTF_8)).isEqualTo(new String(written, UTF_8));
    }

    private static void refused(byte[] bytes, JsonNode expect) {
        try {
            SipMessages.parse(bytes);
        } catch (MalformedMessage e) {
            JsonNode status =
                    expect.has("status") ? expect.get("status") : expect.get("status_udp");
            assertThat(status.valueStream().map(JsonNode::asInt)).contains(e.status());
            return;
        }
        throw new AssertionError("taken");
    }

    private static void dropped(byte[] bytes) {
        try {
            SipMessages.parse(bytes);
        } catch (MalformedMessage e) {
            assertThat(e.response()).isEmpty();
            return;
        }
        throw new AssertionError("taken");
    }
}
