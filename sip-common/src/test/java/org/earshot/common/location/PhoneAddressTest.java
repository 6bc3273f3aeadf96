package org.earshot.common.location;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneAddressTest {

    @ParameterizedTest(name = "{0} over {1}, reg-id {2}: {3}")
    @CsvSource({
        "sip:bob@192.0.2.5:40005;transport=tls, TLS, 0, true",
        "sip:bob@192.0.2.5:5061;transport=tls, TLS, 0, false",
        "sip:bob@192.0.2.5:5061;transport=tls, TLS, 1, true",
        "sip:bob@192.0.2.5:5061;transport=tls;ob, TLS, 0, true",
        "sip:bob@192.0.2.5:5060;transport=tcp, TCP, 0, false",
        "sip:bob@192.0.2.5:5060, WSS, 0, true",
        "sip:bob@df7jal23ls0d.invalid:5060, TCP, 0, true",
        "tel:+49301234567, TLS, 0, true",
        "sip:bob@192.0.2.5:40005, UDP, 1, false",
    })
    void onlyTheConnectionLeadsToSomePhones(
            String contact, Transport transport, int regId, boolean bound) throws Exception {
        Flow flow = RecordedRequest.flow(transport, "192.0.2.5", 40005, 5);
        assertThat(PhoneAddress.isBoundTo(SipMessages.addresses().createURI(contact), flow, regId))
                .isEqualTo(bound);
    }
}
