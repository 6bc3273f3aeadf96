package org.earshot.common.msrp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsrpFrameTest {
    private static final MsrpUri ALICE = MsrpUri.parse("msrps://192.0.2.1:7654/jshA7we;tcp");
    private static final MsrpUri BOB = MsrpUri.parse("msrps://[2001:db8::1]:12763/kjhd37;tcp");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "msrp://atlanta.example.com:7654/jshA7weztas;tcp",
                "msrps://alice@intra.example.com;tcp",
                "msrps://[2001:db8::1]:9000/a+b=c/d;tcp;x=y;z",
                "msrp://a.example.org/~._-;sctp"
            })
    void uris(String text) {
        assertThat(MsrpUri.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "msrp:",
                "http://a/b;tcp",
                "msrp://a/b",
                "msrp://a:0/b;tcp",
                "msrp://a:65536/b;tcp",
                "msrp://a b/c;tcp",
                "msrp:///b;tcp",
                "msrp://a/b;tcp ",
                "msrp://[1::2::3]/b;tcp",
                "msrp://a/b?;tcp",
                "msrp://a/b;tcp\r\nX: y"
            })
    void whatIsNoUri(String text) {
        assertThatThrownBy(() -> MsrpUri.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomTextIsNoUriAndCostsLittle() {
        Random random = new Random(6);
        String alphabet = "msrp:/;tc@[]a1.%=+*\r\n ";
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "msrp://" : "");
            for (int n = random.nextInt(1100); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                MsrpUri uri = MsrpUri.parse(text.toString());
                assertThat(MsrpUri.parse(uri.toString())).isEqualTo(uri);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }

    /// RFC 4975 §6.1.
    @ParameterizedTest
    @CsvSource({
        "msrp://HOST:1/s;tcp, msrp://host:1/s;TCP, true",
        "msrp://u@host:1/s;tcp, msrp://host:1/s;tcp;a=b, true",
        "msrp://host:1/s;tcp, msrp://host:1/S;tcp, false",
        "msrp://host:1/s;tcp, msrps://host:1/s;tcp, false",
        "msrp://host:2855/s;tcp, msrp://host/s;tcp, false",
        "msrp://host:1/s;tcp, msrp://host:1/s;sctp, false"
    })
    void sessionsAreCompared(String one, String other, boolean same) {
        assertThat(MsrpUri.parse(one).isSame(MsrpUri.parse(other))).isEqualTo(same);
    }

    @Test
    void aPathHasAtMostSixteenHops() {
        String hop = "msrp://a/b;tcp";
        assertThat(MsrpUri.parsePath(hop + "  " + hop)).hasSize(2);
        assertThatThrownBy(() -> MsrpUri.parsePath((hop + " ").repeat(17)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAddressOfThisMachineHasNoZone() throws Exception {
        InetAddress linkLocal =
                java.net.Inet6Address.getByAddress(
                        "", InetAddress.ofLiteral("fe80::1").getAddress(), 3);
        MsrpUri uri = MsrpUri.of(true, linkLocal, 5000, "s");
        assertThat(MsrpUri.parse(uri.toString())).isEqualTo(uri);
        assertThat(uri.port()).isEqualTo(OptionalInt.of(5000));
    }

    @Test
    void aRequestItsResponseAndItsReport() {
        MsrpFrame request =
                MsrpFrame.request(
                                "d93kswow",
                                "SEND",
                                List.of(BOB),
                                List.of(ALICE),
                                new MsrpFrame.Field("Message-ID", "12339"),
                                new MsrpFrame.Field("Success-Report", "yes"))
                        .withBody("text/plain");
        assertThat(new String(request.head(), US_ASCII))
                .isEqualTo(
                        "MSRP d93kswow SEND\r\nTo-Path: "
                                + BOB
                                + "\r\nFrom-Path: "
                                + ALICE
                                + "\r\nMessage-ID: 12339\r\nSuccess-Report: yes\r\nContent-Type: text/plain\r\n\r\n");
        assertThat(new String(request.end(Continuation.MORE), US_ASCII))
                .isEqualTo("\r\n-------d93kswow+\r\n");
        assertThat(new String(request.response(200, "OK").bytes(), US_ASCII))
                .isEqualTo(
                        "MSRP d93kswow 200 OK\r\nTo-Path: "
                                + ALICE
                                + "\r\nFrom-Path: "
                                + BOB
                                + "\r\n-------d93kswow$\r\n");
        assertThat(
                        new String(
                                request.report("r9kd", ByteRange.of(1, 5, 5), 200, "OK").bytes(),
                                US_ASCII))
                .isEqualTo(
                        "MSRP r9kd REPORT\r\nTo-Path: "
                                + ALICE
                                + "\r\nFrom-Path: "
                                + BOB
                                + "\r\nMessage-ID: 12339\r\nByte-Range: 1-5/5\r\nStatus: 000 200 OK\r\n-------r9kd$\r\n");
        assertThat(request.wantsSuccessReport()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "yes,true,true",
        "YES,true,true",
        "no,false,false",
        "partial,false,true",
        "x,true,true"
    })
    void whetherAResponseIsWanted(String wish, boolean good, boolean bad) {
        MsrpFrame request =
                MsrpFrame.request(
                        "d93kswow",
                        "SEND",
                        List.of(BOB),
                        List.of(ALICE),
                        new MsrpFrame.Field("Failure-Report", wish));
        assertThat(request.wantsResponse(200)).isEqualTo(good);
        assertThat(request.wantsResponse(413)).isEqualTo(bad);
    }

    @Test
    void nothingGetsIntoALineThatEndsIt() {
        assertThatThrownBy(() -> new MsrpFrame.Field("X", "a\r\nY: b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MsrpFrame.Start.Response(200, "a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-25/25", "1-*/8", "1-*/*", "5-4/4", "1-0/0", "2049-4385/*"})
    void byteRanges(String text) {
        assertThat(ByteRange.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0-1/1",
                "5-3/9",
                "1-2",
                "-1-2/3",
                "1-2/x",
                "9999999999999999999-*/*",
                "1 -2/3"
            })
    void whatIsNoByteRange(String text) {
        assertThatThrownBy(() -> ByteRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
