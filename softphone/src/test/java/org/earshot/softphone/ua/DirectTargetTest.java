package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Random;
import org.earshot.common.address.LanAddress;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom somebody means who calls without a server, and which calls go without one.
class DirectTargetTest {
    private static final Account AT_A_NAME =
            Account.of("sip:alice@example.org", "x", "192.168.1.2:5061", "tls");
    private static final Account AT_AN_ADDRESS =
            Account.of("sip:alice@127.0.0.1", "x", "127.0.0.1:5061", "tls");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "sip:bob@192.168.1.7:5070, bob, 192.168.1.7, 5070, UDP",
        "bob@192.168.1.7, bob, 192.168.1.7, 5060, UDP",
        "SIP:Bob@192.168.1.7;transport=tcp, Bob, 192.168.1.7, 5060, TCP",
        "sip:192.168.1.7, '', 192.168.1.7, 5060, UDP",
        "192.168.1.7:5070, '', 192.168.1.7, 5070, UDP",
        "sip:bob@[fd00::7]:5070, bob, fd00::7, 5070, UDP",
        "sip:bob@[fd00::7], bob, fd00::7, 5060, UDP",
        "sip:bob@[fe80::7%lo]:5070, bob, fe80::7%lo, 5070, UDP",
        "[fe80::7%1], '', fe80::7%1, 5060, UDP",
        "sip:bob%20smith@10.0.0.7, bob smith, 10.0.0.7, 5060, UDP",
        "sip:bob@Laptop.local:5070, bob, laptop.local, 5070, UDP",
        "laptop.local, '', laptop.local, 5060, UDP",
        "sip:bob@host.example.org, bob, host.example.org, 5060, UDP",
    })
    void anAddressIsOne(String typed, String user, String host, int port, Transport transport) {
        assertThat(DirectTarget.of(typed))
                .isEqualTo(new DirectTarget.At(user, host, port, transport));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bob", "Bob in the kitchen", "bob (2)", "Zoë", "42"})
    void anythingElseIsAName(String typed) {
        assertThat(DirectTarget.of(typed)).isEqualTo(new DirectTarget.Nearby(typed));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                " ",
                "sips:bob@192.168.1.7",
                "bob@",
                "@192.168.1.7",
                "bob@192.168.1.7:70000",
                "bob@192.168.1.7;transport=tls",
                "bob@192.168.1.7?Replaces=x",
                "a\u0000b",
                "a\u202Eb",
            })
    void whatIsNeitherIsSaidToBeSo(String typed) {
        assertThatThrownBy(() -> DirectTarget.of(typed))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "sip:bob@192.168.1.7:5070, true",
        "sip:bob@192.168.1.7, true",
        "sip:bob@8.8.8.8, false",
        "sip:bob@laptop.local, true",
        "sip:bob@[fd00::7], true",
        "sip:bob@192.168.1.2, false",
        "sip:bob@192.168.1.2:5070, false",
        "sip:bob@example.org, false",
        "sip:bob@example.org:5070, false",
        "sip:bob@other.example, false",
        "bob, false",
        "laptop.local, false",
        "192.168.1.7, false",
        "'', false",
    })
    void onlyAnAddressOfAnotherMachineGoesPastTheServer(String typed, boolean straight) {
        assertThat(DirectTarget.ofCall(typed, AT_A_NAME, LanAddress::is).isPresent())
                .isEqualTo(straight);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "sip:bob@127.0.0.1, false",
        "sip:bob@127.0.0.1:5070, false",
        "sip:bob@127.0.0.2, true",
    })
    void aDomainMayBeAnAddress(String typed, boolean straight) {
        assertThat(DirectTarget.ofCall(typed, AT_AN_ADDRESS, LanAddress::is).isPresent())
                .isEqualTo(straight);
    }

    @Test
    void theUriNamesTheAddressThatWasFound() {
        InetAddress address = InetAddress.ofLiteral("192.168.1.7");
        assertThat(new DirectTarget.At("bob smith", "x.local", 5070, Transport.UDP).uri(address))
                .isEqualTo("sip:bob%20smith@192.168.1.7:5070");
        assertThat(
                        new DirectTarget.At("", "x.local", 5060, Transport.TCP)
                                .uri(InetAddress.ofLiteral("fe80::7%1")))
                .isEqualTo("sip:[fe80:0:0:0:0:0:0:7]:5060;transport=tcp");
    }

    @Test
    void whateverIsTypedIsATargetOrNone() {
        Random random = new Random(3261);
        String some = "sip:@[]%;=.0192abcxyz: \u00e9\ud83d\ude00\u0007";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder typed = new StringBuilder();
            for (int k = random.nextInt(30); k > 0; k--) {
                typed.append(some.charAt(random.nextInt(some.length())));
            }
            try {
                switch (DirectTarget.of(typed.toString())) {
                    case DirectTarget.At at -> {
                        String uri = at.uri(InetAddress.ofLiteral("10.0.0.1"));
                        assertThat(Fields.uri(uri)).as(uri).isNotNull();
                    }
                    case DirectTarget.Nearby near -> assertThat(near.name()).isNotEmpty();
                }
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
