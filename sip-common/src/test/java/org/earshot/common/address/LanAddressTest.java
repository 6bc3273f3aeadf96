package org.earshot.common.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanAddressTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "127.0.0.1, true",
        "127.9.9.9, true",
        "10.0.0.1, true",
        "10.255.255.255, true",
        "172.15.255.255, false",
        "172.16.0.1, true",
        "172.31.255.255, true",
        "172.32.0.1, false",
        "192.168.0.1, true",
        "192.169.0.1, false",
        "169.254.1.1, true",
        "100.64.0.1, false",
        "192.0.2.1, false",
        "8.8.8.8, false",
        "0.0.0.0, false",
        "224.0.0.251, false",
        "255.255.255.255, false",
        "::1, true",
        "::, false",
        "fe80::1, true",
        "febf::1, true",
        "fec0::1, false",
        "fc00::1, true",
        "fdff::1, true",
        "fe00::1, false",
        "2001:db8::1, false",
        "ff02::fb, false",
        "::ffff:10.0.0.1, true",
        "::ffff:8.8.8.8, false",
    })
    void onlyWhatTheInternetDoesNotPassOn(String address, boolean near) {
        assertThat(LanAddress.is(InetAddress.ofLiteral(address))).isEqualTo(near);
    }
}
