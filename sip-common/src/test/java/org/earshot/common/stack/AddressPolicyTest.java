package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPolicyTest {
    /// The machine has 192.0.2.1 and 2001:db8::1.
    private static AddressPolicy listeningOn(String... points) {
        return new AddressPolicy(
                List.of(points).stream().map(AddressPolicyTest::point).toList(),
                address ->
                        List.of("192.0.2.1", "2001:db8:0:0:0:0:0:1")
                                .contains(address.getHostAddress()));
    }

    private static ListenPoint point(String text) {
        int space = text.indexOf(' ');
        return new ListenPoint(
                Transport.UDP,
                new InetSocketAddress(
                        InetAddress.ofLiteral(text.substring(0, space)),
                        Integer.parseInt(text.substring(space + 1))));
    }

    private static Optional<String> refusal(
            AddressPolicy policy, String from, String address, int port) {
        Flow flow =
                new Flow(
                        "n",
                        Transport.UDP,
                        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5060),
                        new InetSocketAddress(InetAddress.ofLiteral(from), 40000),
                        0);
        return policy.refusal(
                new Destination.Address(
                        Transport.TCP, "phone.example.net", port, "x", Optional.of(flow)),
                InetAddress.ofLiteral(address));
    }

    @ParameterizedTest(name = "listening on {0}, told by {1}, to {2} {3}: {4}")
    @CsvSource({
        // where we listen, at one address or at all
        "192.0.2.1 5060,  192.0.2.9, 192.0.2.1,       5060, refused",
        "192.0.2.1 5060,  192.0.2.1, 192.0.2.1,       5060, refused",
        "192.0.2.1 5060,  192.0.2.1, 192.0.2.1,       5062, sent",
        "0.0.0.0 5060,    192.0.2.9, 192.0.2.1,       5060, refused",
        "0.0.0.0 5060,    192.0.2.9, 192.0.2.7,       5060, sent",
        ":: 5060,         192.0.2.9, 2001:db8::1,     5060, refused",
        ":: 5060,         127.0.0.1, 127.0.0.1,       5060, refused",
        "127.0.0.1 5060,  127.0.0.1, 127.0.0.1,       5060, refused",
        // loopback: only for those who are on it themselves, or where there is nobody else
        "192.0.2.1 5060,  192.0.2.9, 127.0.0.1,       3306, refused",
        "192.0.2.1 5060,  192.0.2.9, 127.9.9.9,       3306, refused",
        "192.0.2.1 5060,  192.0.2.9, ::1,             3306, refused",
        "192.0.2.1 5060,  192.0.2.9, ::ffff:127.0.0.1,3306, refused",
        "192.0.2.1 5060,  192.0.2.1, 127.0.0.1,       5062, refused",
        "192.0.2.1 5060,  127.0.0.1, 127.0.0.1,       5062, sent",
        "127.0.0.1 5060,  192.0.2.9, 127.0.0.1,       5062, sent",
        // no host at all; 0.0.0.0 is loopback to Linux
        "192.0.2.1 5060,  192.0.2.9, 0.0.0.0,         5062, refused",
        "192.0.2.1 5060,  192.0.2.9, ::,              5062, refused",
        "192.0.2.1 5060,  192.0.2.9, 224.0.1.75,      5062, refused",
        "192.0.2.1 5060,  192.0.2.9, ff02::1,         5062, refused",
        "192.0.2.1 5060,  192.0.2.9, 255.255.255.255, 5062, refused",
        "192.0.2.1 5060,  192.0.2.9, 198.51.100.7,    5060, sent",
    })
    void whatAPeerNamed(String listening, String from, String address, int port, String fate) {
        assertThat(
                        refusal(listeningOn(listening), from, address, port).isPresent()
                                ? "refused"
                                : "sent")
                .isEqualTo(fate);
    }

    @Test
    void oneListenPointElsewhereMakesLoopbackADifference() {
        assertThat(
                        refusal(
                                listeningOn("127.0.0.1 5060", "192.0.2.1 5060"),
                                "192.0.2.9",
                                "127.0.0.1",
                                3306))
                .hasValueSatisfying(reason -> assertThat(reason).contains("phone.example.net"));
    }

    @Test
    void whatWeNameOurselvesMayBeAnywhere() {
        assertThat(
                        listeningOn("192.0.2.1 5060")
                                .refusal(
                                        new Destination.Address(
                                                Transport.TLS, "localhost", 5061, "x"),
                                        InetAddress.ofLiteral("127.0.0.1")))
                .isEmpty();
    }
}
