package org.earshot.proxy.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.earshot.proxy.archive.ClaimedFile;
import org.earshot.proxy.archive.ClaimedWay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferedFilesTest {
    private static final String HEAD =
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";

    /// As in RFC 5547 §9.1.
    private static final String PICTURE =
            "m=message 7654 TCP/MSRP *\r\n"
                    + "a=sendonly\r\n"
                    + "a=accept-types:message/cpim\r\n"
                    + "a=path:msrp://192.0.2.1:7654/jshA7we;tcp\r\n"
                    + "a=file-selector:name:\"My cool picture.jpg\" type:image/jpeg size:4092"
                    + " hash:sha-1:72:24:5F:E8:65:3D:DA:F3:71:36:2F:86:D4:71:91:3E:E4:A2:CE:2E\r\n"
                    + "a=file-transfer-id:vBnG916bdberum2fFEABR1FR3ExZMUrd\r\n";

    @Test
    void theExampleOfTheStandardIsRead() {
        assertThat(in(HEAD + PICTURE))
                .containsExactly(
                        new ClaimedFile(
                                "My cool picture.jpg",
                                OptionalLong.of(4092),
                                Optional.of("image/jpeg"),
                                List.of(
                                        "sha-1:72:24:5f:e8:65:3d:da:f3:71:36:2f:86:d4:71:91:3e:e4:a2:ce:2e"),
                                Optional.of("vBnG916bdberum2fFEABR1FR3ExZMUrd"),
                                Optional.of(new ClaimedWay(List.of()))));
    }

    @ParameterizedTest
    @CsvSource({
        "msrps://192.0.2.1:7654/a;tcp, msrps://192.0.2.2:1/b;tcp, ''",
        "msrps://alice@R.example.org:2855/t0ken;tcp msrps://192.0.2.1:7654/a;tcp, msrps://192.0.2.2:1/b;tcp, r.example.org:2855",
        "msrps://192.0.2.1:7654/a;tcp, msrps://r.example.org/t0ken;tcp msrps://192.0.2.2:1/b;tcp, r.example.org",
        "msrps://r:1/t0ken;tcp msrps://a/a;tcp, msrps://r:1/t1ken;tcp msrps://[2001:db8::1]:9/x;tcp msrps://b/b;tcp, r:1 [2001:db8::1]:9",
        "t0ken msrps://a/a;tcp, msrps://b/b;tcp, unreadable"
    })
    void aRelayInEitherPathIsNamedWithoutWhatOpensIt(
            String offered, String answered, String relays) {
        String file = "a=file-selector:name:\"x.txt\"\r\n";
        List<ClaimedFile> files =
                OfferedFiles.in(
                        sdp(
                                HEAD
                                        + "m=audio 4000 RTP/AVP 0\r\n"
                                        + "m=message 7654 TCP/TLS/MSRP *\r\na=path:"
                                        + offered
                                        + "\r\n"
                                        + file),
                        sdp(
                                HEAD
                                        + "m=audio 0 RTP/AVP 0\r\n"
                                        + "m=message 9 TCP/TLS/MSRP *\r\na=path:"
                                        + answered
                                        + "\r\n"));
        assertThat(files)
                .singleElement()
                .extracting(ClaimedFile::way)
                .isEqualTo(
                        Optional.of(
                                new ClaimedWay(
                                        relays.isEmpty()
                                                ? List.of()
                                                : List.of(relays.split(" ")))));
    }

    @Test
    void noMoreIsSaidOfTheWayThanThePathsDo() {
        String file = "m=message 7654 TCP/MSRP *\r\na=file-selector:name:\"x.txt\"\r\n";
        assertThat(in(HEAD + file)).extracting(ClaimedFile::way).containsExactly(Optional.empty());
        assertThat(
                        OfferedFiles.in(
                                sdp(HEAD + PICTURE),
                                sdp(
                                        HEAD
                                                + "m=message 0 TCP/MSRP *\r\na=path:msrp://r/x;tcp msrp://b/b;tcp\r\n")))
                .as("a refused medium goes no way")
                .extracting(ClaimedFile::way)
                .containsExactly(Optional.of(new ClaimedWay(List.of())));
        assertThat(in(HEAD + file + "a=path:" + "msrp://r/x;tcp ".repeat(900) + "msrp://b/b;tcp"))
                .extracting(ClaimedFile::way)
                .containsExactly(Optional.of(new ClaimedWay(List.of("r"))));
        assertThat(in(HEAD + file + "a=path:"))
                .extracting(ClaimedFile::way)
                .containsExactly(Optional.of(new ClaimedWay(List.of())));
    }

    @Test
    void eachMediumHasItsOwn() {
        assertThat(in(HEAD + PICTURE + "m=audio 4000 RTP/AVP 0\r\n" + PICTURE)).hasSize(2);
        assertThat(in(HEAD + "m=audio 4000 RTP/AVP 0\r\n")).isEmpty();
        assertThat(in(HEAD + PICTURE.repeat(40))).hasSize(OfferedFiles.MOST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name:\"a%22b%25c.txt\" | a\"b%c.txt",
                "name:\"100% sure.txt\" | 100% sure.txt",
                "name:\"%C3%BC.txt\" | ü.txt",
                "name:\"size:5 hash:x\" size:7 | size:5 hash:x",
                "NAME:\"x.txt\" | x.txt",
                "name:\"a%0D%0Ab\" | a\uFFFD\uFFFDb",
                "name:\"\" size:7 | ''",
                "size:7 | ''"
            })
    void namesOfAnyCharacters(String selector, String name) {
        List<ClaimedFile> files =
                in(HEAD + "m=message 1 TCP/TLS/MSRP *\na=file-selector:" + selector);
        assertThat(files).extracting(ClaimedFile::name).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1", "x, -1", "99999999999999999999, -1", "5000000000, 5000000000"})
    void aSizeIsANumberOrNotKnown(String written, long size) {
        assertThat(in(HEAD + "m=message 1 TCP/MSRP *\na=file-selector:size:" + written))
                .extracting(file -> file.size().orElse(-1))
                .containsExactly(size);
    }

    @Test
    void whatIsTooLongIsCut() {
        String name = "x".repeat(5_000);
        assertThat(in(HEAD + "m=message 1 TCP/MSRP *\na=file-selector:name:\"" + name + "\""))
                .extracting(file -> file.name().length())
                .containsExactly(1_000);
    }

    @Test
    void itsEndIsKept() {
        String name = "x".repeat(4_000) + "\u00e9".repeat(90) + ".exe";
        ClaimedFile file =
                in(HEAD + "m=message 1 TCP/MSRP *\na=file-selector:name:\"" + name + "\"")
                        .getFirst();
        assertThat(file.name()).startsWith("xxx").endsWith("\u00e9.exe").hasSize(1_000);
    }

    /// Phones differ in which of them they take.
    @Test
    void ofSeveralSelectorsAndNamesNoneIsHidden() {
        String medium = HEAD + "m=message 1 TCP/TLS/MSRP *\n";
        String good = "a=file-selector:name:\"a.txt\" size:1\n";
        String bad = "a=file-selector:name:\"a.exe\" size:9\n";
        for (String both :
                List.of(
                        good + bad,
                        bad + good,
                        "a=file-selector:name:\"a.txt\" size:9 name:\"a.exe\" size:1\n",
                        "a=file-selector:name:\"a.exe\" size:1 size:9 name:\"a.txt\"\n")) {
            assertThat(in(medium + both))
                    .extracting(ClaimedFile::name)
                    .containsExactlyInAnyOrder("a.txt", "a.exe");
            assertThat(in(medium + both)).anyMatch(file -> file.size().orElse(0) == 9);
        }
    }

    /// Of many media that are off and one that is not, the one counts.
    @Test
    void whatLivesComesFirst() {
        String off = PICTURE.replace("message 7654", "message 0");
        String bad = PICTURE.replace("picture.jpg", "picture.exe");
        String sdp = HEAD + off.repeat(30) + bad + off;
        assertThat(in(sdp)).hasSize(OfferedFiles.MOST);
        assertThat(in(sdp).getFirst().name()).isEqualTo("My cool picture.exe");
        assertThat(OfferedFiles.all(sdp.getBytes(StandardCharsets.UTF_8))).hasSize(32);
    }

    @Test
    void noBytesAndNoCutMakeItThrow() {
        byte[] whole = (HEAD + PICTURE).getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatCode(() -> OfferedFiles.in(cut)).doesNotThrowAnyException();
        }
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = whole.clone();
            for (int j = 0; j < 8; j++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> OfferedFiles.in(changed)).doesNotThrowAnyException();
            assertThatCode(() -> OfferedFiles.in(whole, changed)).doesNotThrowAnyException();
        }
    }

    private static byte[] sdp(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<ClaimedFile> in(String sdp) {
        return OfferedFiles.in(sdp(sdp));
    }
}
