package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.Transport;
import org.earshot.server.config.ListenAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenPointsTest {
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "10.0.0.1:5061, 10.0.0.9:5070, 10.0.0.1:5061",
        "10.0.0.1:5061, , 10.0.0.1:5061",
        "0.0.0.0:5061, 10.0.0.9:5070, 10.0.0.9:5061",
        "[::]:5061, [2001:db8::9]:5070, [2001:db8:0:0:0:0:0:9]:5061",
        "0.0.0.0:5061, , ",
        "127.0.0.1:5061, 127.0.0.1:5070, 127.0.0.1:5061",
        "127.0.0.1:5061, 10.0.0.9:5070, ",
        "127.0.0.1:5061 10.0.0.1:5062, 10.0.0.9:5070, 10.0.0.1:5062",
        ", 10.0.0.9:5070, ",
    })
    void whereOtherNodesReachThisOne(String tls, String bus, String expected) {
        List<ListenPoint> points =
                Stream.concat(
                                Stream.of(
                                        new ListenPoint(
                                                Transport.TCP,
                                                new InetSocketAddress("10.0.0.7", 5060))),
                                (tls == null
                                                ? Stream.<String>empty()
                                                : Stream.of(tls.split(" ", -1)))
                                        .map(one -> new ListenPoint(Transport.TLS, address(one))))
                        .toList();
        Optional<InetSocketAddress> busAddress =
                Optional.ofNullable(bus).map(ListenPointsTest::address);
        assertThat(ListenPoints.forNodes(points, busAddress).map(ListenAddress::text))
                .isEqualTo(Optional.ofNullable(expected));
    }

    private static InetSocketAddress address(String text) {
        return ListenAddress.parse("test", text).getFirst();
    }
}
