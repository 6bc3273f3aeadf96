package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

class ViaStampTest {

    private static String stamped(String via, String address, int port) throws Exception {
        String text =
                """
                OPTIONS sip:a SIP/2.0
                Via: %s
                Via: SIP/2.0/UDP below;branch=z9hG4bK2;rport
                From: <sip:a>;tag=1
                To: <sip:a>
                Call-ID: 1
                CSeq: 1 OPTIONS

                """
                        .formatted(via);
        Request request = (Request) SipMessages.parse(SipMessagesTest.bytes(text));
        ViaStamp.stamp(request, new InetSocketAddress(address, port));
        assertThat(new String(SipMessages.encode(request), StandardCharsets.UTF_8))
                .contains("SIP/2.0/UDP below;branch=z9hG4bK2;rport\r\n"); // only the top one
        return request.getHeader("Via").toString().trim().substring("Via: SIP/2.0/".length());
    }

    @Test
    void nothingIsAddedWhereTheSenderSaidTheTruth() throws Exception {
        assertThat(stamped("SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK1", "192.0.2.1", 5062))
                .isEqualTo("UDP 192.0.2.1:5062;branch=z9hG4bK1");
    }

    @Test
    void anotherAddressIsWrittenDown() throws Exception {
        assertThat(stamped("SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK1", "192.0.2.1", 4000))
                .isEqualTo("TCP 10.0.0.1;branch=z9hG4bK1;received=192.0.2.1");
    }

    @Test
    void aNameIsNoAddress() throws Exception {
        assertThat(stamped("SIP/2.0/UDP pc.example.com;branch=z9hG4bK1", "192.0.2.1", 4000))
                .endsWith(";received=192.0.2.1");
    }

    @Test
    void rportIsAnsweredTogetherWithReceived() throws Exception {
        assertThat(stamped("SIP/2.0/UDP 192.0.2.1;rport;branch=z9hG4bK1", "192.0.2.1", 4000))
                .contains(";rport=4000", ";received=192.0.2.1");
    }

    @Test
    void aLieIsOverwrittenOrRemoved() throws Exception {
        assertThat(
                        stamped(
                                "SIP/2.0/UDP 10.0.0.1;received=9.9.9.9;rport=9;branch=z9hG4bK1",
                                "192.0.2.1",
                                4000))
                .contains("received=192.0.2.1", "rport=4000")
                .doesNotContain("9.9.9.9", "rport=9;");
        assertThat(
                        stamped(
                                "SIP/2.0/UDP 192.0.2.1;received=9.9.9.9;branch=z9hG4bK1",
                                "192.0.2.1",
                                1))
                .doesNotContain("received");
    }

    @Test
    void ipv6IsComparedAsAnAddressAndWrittenWithoutBrackets() throws Exception {
        assertThat(stamped("SIP/2.0/UDP [2001:DB8::1]:5060;branch=z9hG4bK1", "2001:db8:0::1", 5060))
                .doesNotContain("received");
        assertThat(stamped("SIP/2.0/UDP [2001:db8::2];branch=z9hG4bK1", "2001:db8::1", 5060))
                .contains(";received=2001:db8:0:0:0:0:0:1");
    }

    @Test
    void aZoneStaysHere() {
        assertThat(ViaStamp.text(java.net.InetAddress.ofLiteral("fe80::1%1"))).doesNotContain("%");
    }

    @Test
    void theStampedViaIsStillAVia() throws Exception {
        Request request =
                (Request)
                        SipMessages.parse(
                                SipMessagesTest.bytes(
                                        """
                                        OPTIONS sip:a SIP/2.0
                                        v: SIP/2.0/UDP h;rport;branch=z9hG4bK1
                                        f: <sip:a>;tag=1
                                        t: <sip:a>
                                        i: 1
                                        CSeq: 1 OPTIONS

                                        """));
        ViaStamp.stamp(request, new InetSocketAddress("192.0.2.1", 7));
        Request again = (Request) SipMessages.parse(SipMessages.encode(request));
        ViaHeader via = (ViaHeader) again.getHeader("Via");
        assertThat(via.getRPort()).isEqualTo(7);
        assertThat(via.getReceived()).isEqualTo("192.0.2.1");
    }
}
