package org.earshot.common.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;

/// Whatever comes in, nothing but [MalformedMessage] goes out, and what is taken can be worked with.
class SipMessagesFuzzTest {
    private static final List<byte[]> GOOD =
            List.of(
                    SipMessagesTest.bytes(
                            """
                            INVITE sip:bob@example.com;transport=tcp?X=y SIP/2.0
                            Via: SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bKabc;rport, SIP/2.0/TCP h
                            From: "A \\" lice" <sip:alice@example.com>;tag=1
                            To: <sip:bob@example.com>
                            Call-ID: call-1@192.0.2.1
                            CSeq: 1 INVITE
                            Max-Forwards: 70
                            Contact: <sip:alice@192.0.2.1:5060;ob>;q=0.5;+sip.instance="<urn:uuid:1>"
                            Route: <sip:p.example.com;lr>,<sip:[::1]:5070;lr>
                            Authorization: Digest username="a", realm="b", nonce="c", uri="sip:d",
                              response="00", algorithm=SHA-256, qop=auth, nc=00000001, cnonce="e"
                            Supported: path, outbound
                            Date: Sat, 13 Nov 2010 23:29:00 GMT
                            Content-Type: application/sdp;charset=utf-8
                            Content-Length: 5

                            v=0\n\n\
                            """
                                    .replace("?X=y", "")),
                    SipMessagesTest.bytes(
                            """
                            SIP/2.0 401 Unauthorized
                            v: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK7;received=1.2.3.4;rport=9
                            f: sip:alice@example.com;tag=1
                            t: sip:alice@example.com;tag=2
                            i: 2
                            CSeq: 2 REGISTER
                            WWW-Authenticate: Digest realm="r", nonce="n", algorithm=MD5, qop="auth"
                            Warning: 399 a "b"
                            Reason: SIP;cause=200;text="x"
                            Retry-After: 5 (busy);duration=3
                            l: 0

                            """));

    private static void take(byte[] bytes, int length) {
        Message message;
        try {
            message = SipMessages.parse(bytes, 0, length);
        } catch (MalformedMessage e) {
            e.response().ifPresent(SipMessages::encode);
            return;
        }
        workWith(message);
    }

    /// What server and phone do with any message before they look closer.
    private static void workWith(Message message) {
        assertThat(((FromHeader) message.getHeader("From")).getAddress()).isNotNull();
        assertThat(((ToHeader) message.getHeader("To")).getAddress()).isNotNull();
        assertThat(((CallIdHeader) message.getHeader("Call-ID")).getCallId()).isNotEmpty();
        assertThat(((CSeqHeader) message.getHeader("CSeq")).getMethod()).isNotEmpty();
        assertThat(((ViaHeader) message.getHeader("Via")).getHost()).isNotNull();
        if (message instanceof Request request) {
            ViaStamp.stamp(request, new InetSocketAddress("192.0.2.1", 5060));
            SipMessages.encode(SipMessages.copy(request));
            Iterator<?> contacts = request.getHeaders("Contact");
            while (contacts.hasNext()) {
                ContactHeader contact = (ContactHeader) contacts.next();
                contact.getExpires();
                contact.getQValue();
            }
        }
        if (message instanceof Response response) {
            SipMessages.encode(SipMessages.copy(response));
        }
        SipMessages.encode(message);
    }

    @Test
    void theGoodOnesAreGood() throws Exception {
        for (byte[] good : GOOD) {
            workWith(SipMessages.parse(good));
        }
    }

    @Test
    void randomBytes() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            take(bytes, bytes.length);
        }
    }

    @Test
    void numbersOutOfRange() {
        for (String number : List.of("x", "-1", "99999", "99999999999999999999", "", "0x10")) {
            for (String good : GOOD.stream().map(SipMessagesFuzzTest::text).toList()) {
                for (String damaged :
                        List.of(
                                good.replace(";rport", ";rport=" + number).replace("=9", ""),
                                good.replace(":5060", ":" + number),
                                good.replace(":5070", ":" + number),
                                good.replace("q=0.5", "q=" + number + ";expires=" + number),
                                good.replace("Max-Forwards: 70", "Max-Forwards: " + number),
                                good.replace("Retry-After: 5", "Retry-After: " + number),
                                good.replace("Supported:", "Expires: " + number + "\r\nk:"))) {
                    byte[] bytes = damaged.getBytes(UTF_8);
                    take(bytes, bytes.length);
                }
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Test
    void everyTruncation() {
        for (byte[] good : GOOD) {
            for (int length = 0; length < good.length; length++) {
                take(good, length);
            }
        }
    }

    @Test
    void mutations() {
        Mutations mutations = new Mutations(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = mutations.damage(GOOD.get(i % GOOD.size()));
            take(bytes, bytes.length);
        }
    }

    @Test
    void deepNestingIsContained() {
        List<String> deep = new ArrayList<>();
        deep.add("(".repeat(60_000));
        deep.add("<".repeat(60_000));
        deep.add("\\".repeat(60_000));
        deep.add("sip:".repeat(15_000));
        deep.add(",".repeat(60_000));
        deep.add(";a".repeat(30_000));
        for (String text : deep) {
            for (String name :
                    List.of("Contact", "Via", "Warning", "Retry-After", "Accept", "User-Agent")) {
                String message =
                        new String(GOOD.get(1), UTF_8)
                                .replace("l: 0", name + ": " + text + "\r\nl: 0");
                byte[] bytes = message.getBytes(UTF_8);
                take(bytes, bytes.length);
            }
        }
    }

    @Test
    void onlyTheGivenPartOfTheBufferIsRead() throws Exception {
        byte[] good = GOOD.get(0);
        byte[] buffer = new byte[good.length + 200];
        Arrays.fill(buffer, (byte) 'x');
        System.arraycopy(good, 0, buffer, 100, good.length);
        assertThat(SipMessages.encode(SipMessages.parse(buffer, 100, good.length)))
                .isEqualTo(SipMessages.encode(SipMessages.parse(good)));
    }
}
