package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpSourceTest {
    private static InetSocketAddress address(String text) {
        int space = text.lastIndexOf(' ');
        return new InetSocketAddress(
                InetAddress.ofLiteral(text.substring(0, space)),
                Integer.parseInt(text.substring(space + 1)));
    }

    private static Optional<InetSocketAddress> source(
            String points, String peer, Optional<String> known, String route) {
        List<ListenPoint> listening = new ArrayList<>();
        listening.add(new ListenPoint(Transport.TCP, address("192.0.2.77 5060")));
        for (String point : points.split("/", -1)) {
            listening.add(new ListenPoint(Transport.UDP, address(point.strip())));
        }
        return UdpSource.of(
                listening,
                InetAddress.ofLiteral(peer),
                known.map(UdpSourceTest::address),
                () -> InetAddress.ofLiteral(route));
    }

    @ParameterizedTest(name = "{0} to {1}, routed by {2}: {3}")
    @CsvSource({
        "192.0.2.1 5060 / 192.0.2.2 5060,                198.51.100.7, 192.0.2.2, 192.0.2.2 5060",
        "192.0.2.1 5060 / 192.0.2.2 5060,                198.51.100.7, 192.0.2.3, 192.0.2.1 5060",
        "192.0.2.1 5060 / 0.0.0.0 5070,                  198.51.100.7, 192.0.2.3, 0.0.0.0 5070",
        // nothing leaves this machine from its loopback
        "127.0.0.1 5060 / 192.0.2.1 5060,                198.51.100.7, 192.0.2.3, 192.0.2.1 5060",
        "192.0.2.1 5060 / 127.0.0.2 5060,                127.0.0.1,    127.0.0.1, 127.0.0.2 5060",
        // the family decides first
        "192.0.2.1 5060 / 2001:db8::1 5060,              2001:db8::7,  192.0.2.1, 2001:db8::1 5060",
        "2001:db8::1 5060 / 192.0.2.1 5060,              198.51.100.7, 192.0.2.9, 192.0.2.1 5060",
        "::1 5060 / 2001:db8::1 5060 / 192.0.2.1 5060,   2001:db8::7,  fd00::9,   2001:db8::1 5060",
    })
    void theSocketOnTheWayToThePeer(String points, String peer, String route, String chosen) {
        assertThat(source(points, peer, Optional.empty(), route)).contains(address(chosen));
    }

    @ParameterizedTest(name = "{0} to a peer of {1}: {2}")
    @CsvSource({
        "192.0.2.1 5060 / 192.0.2.1 5070,  192.0.2.1 5070, 192.0.2.1 5070",
        "192.0.2.1 5060 / 192.0.2.2 5060,  192.0.2.2 5060, 192.0.2.2 5060",
        "0.0.0.0 5060 / 0.0.0.0 5070,      0.0.0.0 5070,   0.0.0.0 5070",
        // another node's, or one of before a change of the configuration
        "192.0.2.1 5060 / 192.0.2.2 5060,  192.0.2.8 5060, 192.0.2.1 5060",
        "192.0.2.1 5060,                   192.0.2.1 5070, 192.0.2.1 5060",
    })
    void theSocketThatThePeerKnows(String points, String known, String chosen) {
        assertThat(source(points, "198.51.100.7", Optional.of(known), "192.0.2.1"))
                .contains(address(chosen));
    }

    @Test
    void noneOfTheFamily() {
        assertThat(source("192.0.2.1 5060", "2001:db8::7", Optional.empty(), "::1")).isEmpty();
    }
}
