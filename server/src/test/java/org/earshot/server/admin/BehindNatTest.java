package org.earshot.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BehindNatTest {
    @ParameterizedTest(name = "{0} from {1}: {2}")
    @CsvSource({
        "sip:alice@192.168.1.5:5060;transport=tls, 203.0.113.9, true",
        "sip:alice@203.0.113.9:40000, 203.0.113.9, false",
        "sips:203.0.113.9, 203.0.113.9, false",
        "sip:alice@10.0.0.1, 203.0.113.9, true",
        "'sip:alice@[fd00::5]:5060;ob', 2001:db8::1, true",
        "'sip:alice@[2001:db8:0::1]', 2001:db8::1, false",
        "sip:x@df7jal23ls0d.invalid;transport=ws, 203.0.113.9, false",
        "sip:alice@desk.example.org, 203.0.113.9, false",
        "sip:alice@999.1.1.1, 203.0.113.9, false",
        "tel:+4930123, 203.0.113.9, false",
        "'', 203.0.113.9, false"
    })
    void whoNamesAnotherAddressThanWhereTheyComeFrom(
            String contact, String seen, boolean isBehind) {
        assertThat(BehindNat.of(contact, InetAddress.ofLiteral(seen))).isEqualTo(isBehind);
    }

    @Test
    void anythingMayStandInAContact() {
        Random random = new Random(9);
        InetAddress seen = InetAddress.ofLiteral("203.0.113.9");
        String whole = "sip:alice@[fd00::5]:5060;transport=tls";
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder(whole.substring(0, i % whole.length()));
            random.ints(random.nextInt(12), 1, 0x2FF).forEach(text::appendCodePoint);
            BehindNat.of(text.toString(), seen);
        }
    }
}
