package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import javax.sip.header.CSeqHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.SubjectHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;

class SipMessagesTest {
    private static final String INVITE =
            """
            INVITE sip:bob@example.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc;rport
            f: "Älice" <sip:alice@example.com>;tag=1
            t: <sip:bob@example.com>
            i: call-1@192.0.2.1
            CSeq: 1 INVITE
            Max-Forwards: 70
            X-Own: one
            Warning: nonsense
            Content-Type: text/plain
            l: 5

            hello\
            """;

    static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static MalformedMessage malformed(String text) {
        byte[] bytes = bytes(text);
        return catchThrowableOfType(
                MalformedMessage.class, () -> SipMessages.parse(bytes, 0, bytes.length));
    }

    @Test
    void aRequestIsReadAndWritten() throws Exception {
        Request request = (Request) SipMessages.parse(bytes(INVITE));

        assertThat(request.getMethod()).isEqualTo("INVITE");
        assertThat(((FromHeader) request.getHeader("From")).getAddress().getDisplayName())
                .isEqualTo("Älice");
        assertThat(((CSeqHeader) request.getHeader("CSeq")).getSeqNumber()).isEqualTo(1);
        assertThat(request.getRawContent()).isEqualTo(bytes("hello"));

        String written = new String(SipMessages.encode(request), StandardCharsets.UTF_8);
        assertThat(written)
                .startsWith("INVITE sip:bob@example.com SIP/2.0\r\n")
                .contains("X-Own: one\r\n", "Content-Length: 5\r\n", "\"Älice\"")
                .endsWith("\r\n\r\nhello");
    }

    @Test
    void aFieldThatDoesNotMatterIsPassedOnUnread() throws Exception {
        Request request = (Request) SipMessages.parse(bytes(INVITE));
        assertThat(request.getHeader("Warning")).isNull();
        assertThat(
                        new String(
                                SipMessages.encode(SipMessages.copy(request)),
                                StandardCharsets.UTF_8))
                .contains("Warning: nonsense\r\n");
    }

    @Test
    void aCopyIsDeep() throws Exception {
        Request request = (Request) SipMessages.parse(bytes(INVITE));
        Request copy = SipMessages.copy(request);
        ((FromHeader) copy.getHeader("From")).setTag("changed");
        copy.setRequestURI(SipMessages.addresses().createSipURI("eve", "example.org"));
        assertThat(((FromHeader) request.getHeader("From")).getTag()).isEqualTo("1");
        assertThat(request.getRequestURI()).hasToString("sip:bob@example.com");
    }

    @Test
    void octetsAfterContentLengthAreDropped() throws Exception {
        Request request = (Request) SipMessages.parse(bytes(INVITE + "INVITE junk"));
        assertThat(request.getRawContent()).isEqualTo(bytes("hello"));
    }

    @Test
    void anAnswerCanBeMadeToABrokenRequest() {
        MalformedMessage broken =
                malformed(INVITE.replace("CSeq: 1 INVITE", "CSeq: 99999999999 INVITE"));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.method()).isEqualTo("INVITE");
        Response response = broken.response().orElseThrow();
        assertThat(new String(SipMessages.encode(response), StandardCharsets.UTF_8))
                .startsWith("SIP/2.0 400 Bad CSeq\r\n")
                .contains("Via: SIP/2.0/UDP 192.0.2.1:5060", "Call-ID: call-1@192.0.2.1", "tag=1");
    }

    @Test
    void anotherVersionGets505() {
        assertThat(malformed(INVITE.replace("com SIP/2.0", "com SIP/7.0")).status()).isEqualTo(505);
    }

    @Test
    void nobodyAnswersAnAckOrAResponse() {
        String bad = INVITE.replace("Max-Forwards: 70", "Max-Forwards: -1");
        assertThat(malformed(bad.replace("INVITE", "ACK")).response()).isEmpty();
        assertThat(malformed(bad.replace("INVITE sip:bob@example.com SIP/2.0", "SIP/2.0 200 OK")))
                .satisfies(e -> assertThat(e.isRequest()).isFalse())
                .satisfies(e -> assertThat(e.response()).isEmpty());
    }

    @Test
    void aLineEndInAValueIsNotSent() throws Exception {
        Request request = (Request) SipMessages.parse(bytes(INVITE));
        SubjectHeader subject = SipMessages.headers().createSubjectHeader("lunch");
        request.addHeader(subject);
        SipMessages.encode(request);
        subject.setSubject("lunch\r\nContact: <sip:eve@example.org>");
        assertThatThrownBy(() -> SipMessages.encode(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Subject");
    }

    @Test
    void aListOverSeveralLinesIsSent() throws Exception {
        String more =
                """
                X-Own: one
                x-own: two
                Authorization: Digest realm="a"
                Authorization: Digest realm="b\"\
                """;
        Request request = (Request) SipMessages.parse(bytes(INVITE.replace("X-Own: one", more)));
        assertThat(new String(SipMessages.encode(request), StandardCharsets.UTF_8))
                .contains("one\r\n", "two\r\n", "realm=\"a\"\r\n", "realm=\"b\"\r\n");
    }

    @Test
    void uriParametersAreUnescapedOnce() throws Exception {
        var uri =
                SipMessages.addresses()
                        .createURI("sip:sips%3Auser%2540@example.com;%6C%72;Name=value%2541");
        assertThat(SipMessages.uriParameter(uri, "lr")).contains("");
        assertThat(SipMessages.uriParameter(uri, "name")).contains("value%41");
        assertThat(SipMessages.uriParameter(uri, "ob")).isEmpty();
        assertThat(SipMessages.uriUser(uri)).contains("sips:user%40");
    }
}
