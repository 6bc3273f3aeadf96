package org.earshot.proxy.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRulesTest {
    private static final FileRules STORE = new FileRules(true, 5_000, Set.of("exe"));
    private static final FileRules DIRECT = new FileRules(false, 5_000, Set.of("exe"));

    private static Message sdp(String body) {
        return Bodies.with("Content-Type: application/sdp", body);
    }

    private static String sending(String selector) {
        return Bodies.CHAT + "a=file-selector:" + selector + "\n";
    }

    private static Message file(String selector) {
        return sdp(sending(selector));
    }

    @ParameterizedTest
    @CsvSource({
        "name:\"a.txt\" size:5000, 488, files go by the file store of this server alone",
        "hash:sha-1:72:24, 488, files go by the file store of this server alone",
        "name:\"a.txt\" size:5001, 403, files above 5000 bytes are not allowed",
        "name:\"a.EXE \" size:10, 403, files that end in .exe are not allowed"
    })
    void whereAllGoesByTheStoreNothingElsePasses(String selector, int status, String words) {
        Refusal refusal = STORE.refusal(file(selector)).orElseThrow();
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.words()).isEqualTo(words);
    }

    @Test
    void whatIsForbiddenIsToldOfTheFileThatIsSent() {
        String fine = sending("name:\"a.txt\" size:10");
        String program = sending("name:\"a.exe\" size:10");
        assertThat(STORE.forbidden((Request) sdp(fine))).isEmpty();
        assertThat(STORE.forbidden((Request) sdp(fine + program)).map(one -> one.file().name()))
                .contains("a.exe");
        assertThat(STORE.forbidden((Request) sdp(program + "a=recvonly\n"))).isEmpty();
        assertThat(STORE.forbidden((Request) sdp("a=recvonly\n" + program))).isEmpty();
        assertThat(STORE.forbidden((Request) sdp("a=recvonly\n" + program + "a=sendonly\n")))
                .isPresent();
    }

    @Test
    void elsewhereOnlyNamesAndSizesAreRefused() {
        assertThat(DIRECT.refusal(file("name:\"a.txt\" size:5000"))).isEmpty();
        assertThat(DIRECT.refusal(file("name:\"a.exe\" size:5"))).isPresent();
        assertThat(DIRECT.refusal(file("name:\"a%2Eexe\""))).isPresent();
        assertThat(DIRECT.refusal(file("name:\"a.txt\" size:5001"))).isPresent();
        assertThat(FileRules.NONE.refusal(file("name:\"a.exe\" size:5001"))).isEmpty();
    }

    /// Or one that no phone would read as it is meant.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "name:\"a.txt\"",
                "name:\"a.txt\" size:",
                "name:\"a.txt\" size:-1",
                "name:\"a.txt\" size:99999999999999999999"
            })
    void whoSaysNoSizePassesNoLimit(String selector) {
        assertThat(DIRECT.refusal(file(selector)).orElseThrow().words())
                .isEqualTo("files of which no size is said are not allowed");
        String takenBack = sending(selector).replace("m=message 2855", "m=message 0");
        assertThat(DIRECT.refusal(sdp(takenBack))).isEmpty();
        FileRules unlimited = new FileRules(false, 1L << 50, Set.of());
        assertThat(unlimited.refusal(file(selector))).isEmpty();
    }

    @Test
    void nothingHidesWhatAPhoneMightTake() {
        String good = "a=file-selector:name:\"a.txt\" size:10\n";
        String bad = "a=file-selector:name:\"a.exe\" size:10\n";
        String off = Bodies.CHAT.lines().filter(l -> l.startsWith("m=")).findFirst().orElseThrow();
        assertThat(DIRECT.refusal(sdp(Bodies.CHAT + good))).isEmpty();
        for (String body :
                java.util.List.of(
                        Bodies.CHAT + good + bad,
                        Bodies.CHAT + bad + good,
                        Bodies.CHAT + (good + off + "\n").repeat(40) + bad,
                        sending("name:\"" + "x".repeat(4_000) + ".exe\" size:10"),
                        sending("name:\"a.txt\" name:\"a.exe\" size:10"),
                        sending("name:\"a.exe\" name:\"a.txt\" size:10"))) {
            assertThat(DIRECT.refusal(sdp(body)).orElseThrow().words()).contains(".exe");
        }
        assertThat(DIRECT.refusal(file("name:\"a.txt\" size:1 size:5001"))).isPresent();
        assertThat(DIRECT.refusal(file("name:\"a.txt\" size:5001 size:1"))).isPresent();
    }

    @Test
    void aCallIsNoFile() {
        assertThat(STORE.refusal(sdp(Bodies.SDP))).isEmpty();
        assertThat(STORE.refusal(Bodies.with("Content-Type: text/plain", "a=file-selector:x")))
                .isEmpty();
    }

    @Test
    void aFileIsFoundInAMultipartToo() {
        Message message =
                Bodies.mixed(
                        Bodies.part("text/plain", "x"),
                        Bodies.part("application/sdp", sending("name:\"a.txt\"")));
        assertThat(STORE.refusal(message)).isPresent();
    }

    @Test
    void anythingElseIsNoFileAndNoFailure() throws Exception {
        Random random = new Random(5547);
        String whole = sending("name:\"a.txt\" size:5000");
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            Message message = sdp(Bodies.SDP);
            message.setContent(bytes, (ContentTypeHeader) message.getHeader("Content-Type"));
            assertThat(STORE.refusal(message)).isEmpty();
            String cut = whole.substring(0, 1 + random.nextInt(whole.length() - 1));
            assertThat(STORE.refusal(sdp(cut)).map(Refusal::status))
                    .isIn(Optional.empty(), Optional.of(488));
        }
    }
}
