package org.earshot.common.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.util.Set;
import javax.sip.address.SipURI;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalDomainTest {

    @ParameterizedTest(name = "{1} in {0}: {2}, us: {3}")
    @CsvSource({
        "example.org, sip:a@example.org, true, true",
        "Example.ORG, sip:a@EXAMPLE.org, true, true",
        "example.org, sip:a@example.org:5060, true, true",
        "example.org, sip:a@example.org:9999, false, false",
        "example.org, sip:a@192.0.2.1, false, true",
        "example.org, sips:a@192.0.2.1, false, true",
        "example.org, sip:a@192.0.2.1:9999, false, false",
        "example.org, sip:a@192.0.2.2, false, false",
        "127.0.0.1, sip:a@127.0.0.1, true, true",
        "127.0.0.1, sip:a@127.0.0.1:40000, false, false",
        "[::1], sip:a@[::1], true, true",
        "[::1], sip:a@[0:0:0:0:0:0:0:1], true, true",
    })
    void knowsItsOwn(String domain, String uri, boolean inDomain, boolean us)
            throws ParseException {
        LocalDomain local =
                new LocalDomain(domain, Set.of("192.0.2.1"), Set.of(5060), Set.of(5060, 5061));
        SipURI sip = (SipURI) SipMessages.addresses().createURI(uri);
        assertThat(local.contains(sip)).isEqualTo(inDomain);
        assertThat(local.isUs(sip)).isEqualTo(us);
    }

    @ParameterizedTest(name = "{0} by {1}: {2}")
    @CsvSource({
        "sip:a@127.0.0.1, UDP, true",
        "sip:a@127.0.0.1:5061;transport=tls, TLS, true",
        "sips:a@127.0.0.1:5061, TCP, true",
        "sip:a@192.0.2.1;transport=tls, TLS, true",
        "sip:a@192.0.2.1;transport=udp, TLS, true",
        "sip:a@192.0.2.1, UDP, true",
        "sip:a@192.0.2.1:5070;transport=ws, TCP, true",
        // a system gives a phone's connection the port where we listen for UDP, and the other way
        // round
        "sip:a@127.0.0.1:5060;transport=tls, TLS, false",
        "sip:a@192.0.2.1:5060;transport=tcp, TCP, false",
        "sip:a@192.0.2.1:5060, TCP, false",
        "sip:a@192.0.2.1:5061, UDP, false",
        "sip:a@192.0.2.1:5060;transport=sctp, UDP, true",
        "sip:a@192.0.2.2:5060, UDP, false",
        "sip:a@192.0.2.1:9999, UDP, false",
    })
    void aContactIsUsOnlyWhereWeListenForItsTransport(
            String contact, Transport flow, boolean expected) throws ParseException {
        LocalDomain local =
                new LocalDomain("127.0.0.1", Set.of("192.0.2.1"), Set.of(5060), Set.of(5061, 5070));
        SipURI sip = (SipURI) SipMessages.addresses().createURI(contact);
        assertThat(local.isUs(sip, flow)).isEqualTo(expected);
    }
}
