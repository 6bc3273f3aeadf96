package org.earshot.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {

    @Test
    void anAddressIsNumeric() {
        assertThat(new Node("n", "both", "127.0.0.1:7000").socketAddress())
                .contains(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7000));
        assertThat(new Node("n", "both", "[::1]:7000").socketAddress()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "off",
                "example.org:7000",
                "127.0.0.1",
                "127.0.0.1:0",
                "1.2.3.4:1,1.2.3.4:2"
            })
    void withoutOneNobodyConnects(String address) {
        assertThat(new Node("n", "both", address).socketAddress()).isEmpty();
    }
}
