package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingKey;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceIdTest {
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");

    @ParameterizedTest
    @CsvSource({"UDP, false", "TLS, false", "WS, true", "WSS, true"})
    void phonesInWebPagesShareAQueueWhateverInstanceTheyMakeUp(Transport by, boolean shared) {
        DeviceId device = DeviceId.of(BOB, binding(by));
        assertThat(device.isShared()).isEqualTo(shared);
        assertThat(device.owner()).isEqualTo(BOB);
    }

    private static Binding binding(Transport transport) {
        InetAddress address = InetAddress.ofLiteral("192.0.2.7");
        String contact = "sip:x@y.invalid";
        return new Binding(
                new BindingKey(new byte[32]),
                contact,
                1000,
                "c",
                1,
                Instant.EPOCH,
                Optional.of("urn:uuid:new-each-time"),
                1,
                new Flow(
                        "n",
                        transport,
                        new InetSocketAddress(address, 5060),
                        new InetSocketAddress(address, 40000),
                        1),
                List.of(),
                "",
                false,
                Instant.EPOCH);
    }
}
