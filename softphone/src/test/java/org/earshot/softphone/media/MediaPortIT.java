package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaPortIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    // RFC 3550 §11
    @Test
    void rtpIsEvenAndRtcpTheNext() throws IOException {
        try (MediaPort port = open(new PortRange(30_001, 30_999))) {
            assertThat(port.rtpAddress().getPort()).isEven().isBetween(30_002, 30_998);
            assertThat(port.rtcpAddress().getPort()).isEqualTo(port.rtpAddress().getPort() + 1);
        }
    }

    // RFC 4594 §4.1
    @Test
    void packetsAreMarkedAsSound() throws IOException {
        try (MediaPort port = open(new PortRange(30_001, 30_999))) {
            assertThat(port.paths().getFirst().getOption(StandardSocketOptions.IP_TOS))
                    .isEqualTo(0b101110_00);
            assertThat(port.rtcpPaths().getFirst().getOption(StandardSocketOptions.IP_TOS))
                    .isEqualTo(0b101110_00);
        }
    }

    @Test
    void aFullRangeIsToldAndAClosedPairIsFreeAgain() throws IOException {
        PortRange onePair = new PortRange(31_001, 31_003);
        try (MediaPort port = open(onePair)) {
            assertThat(port.rtpAddress().getPort()).isEqualTo(31_002);
            assertThatThrownBy(() -> open(onePair).close())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("31001");
        }
        open(onePair).close();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"80, 5000", "6000, 6001", "60000, 65536", "5000, 4000"})
    void aRangeThatHoldsNoPairIsRefused(int first, int last) {
        assertThatThrownBy(() -> new PortRange(first, last))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static MediaPort open(PortRange range) throws IOException {
        return MediaPort.open(LOOPBACK, range, new Random(1));
    }
}
