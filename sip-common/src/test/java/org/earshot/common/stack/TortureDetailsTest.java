package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.testdata.SharedTestData;
import org.junit.jupiter.api.Test;

/// What the torture messages of RFC 4475 and RFC 5118 mean, where a parser may take them and still get
/// them wrong.
class TortureDetailsTest {

    private static byte[] bytes(String path) throws IOException {
        Path file = SharedTestData.path(path);
        return Files.readAllBytes(file);
    }

    private static Request request(String path) throws Exception {
        return (Request) SipMessages.parse(bytes(path));
    }

    private static <T> List<T> headers(Message message, Class<T> type, String name) {
        List<T> found = new ArrayList<>();
        Iterator<?> each = message.getHeaders(name);
        while (each.hasNext()) {
            found.add(type.cast(each.next()));
        }
        return found;
    }

    private static String written(Message message) {
        return new String(SipMessages.encode(message), StandardCharsets.UTF_8);
    }

    @Test
    void aShortTortuousInvite() throws Exception {
        Request request = request("rfc4475/messages/wsinv.dat");
        assertThat(headers(request, ViaHeader.class, "Via"))
                .extracting(ViaHeader::getTransport, ViaHeader::getHost)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("UDP", "192.0.2.2"),
                        org.assertj.core.groups.Tuple.tuple("TCP", "spindle.example.com"),
                        org.assertj.core.groups.Tuple.tuple("UDP", "192.168.255.111"));
        assertThat(((MaxForwardsHeader) request.getHeader("Max-Forwards")).getMaxForwards())
                .isEqualTo(68);
        assertThat(((CSeqHeader) request.getHeader("CSeq")).getSeqNumber()).isEqualTo(9);
        assertThat(((ToHeader) request.getHeader("To")).getTag()).isEqualTo("1918181833n");
        assertThat(((FromHeader) request.getHeader("From")).getTag()).isEqualTo("98asjd8");
        assertThat(written(request))
                .contains(
                        "\r\nUnknownHeaderWithUnusualValue: ;;,,;;,;\r\n",
                        "From: \"J Rosenberg \\\\\\\"\" <sip:jdrosen@example.com>;tag=98asjd8\r\n");
        assertThat(request.getRawContent()).hasSize(150);
    }

    @Test
    void aWideRangeOfCharacters() throws Exception {
        Request request = request("rfc4475/messages/intmeth.dat");
        String method = "!interesting-Method0123456789_*+`.%indeed'~";
        assertThat(request.getMethod()).isEqualTo(method);
        assertThat(((CSeqHeader) request.getHeader("CSeq")).getMethod()).isEqualTo(method);
        assertThat(written(request))
                .startsWith(method + " sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:")
                .contains("CSeq: 139122385 " + method + "\r\n", "NUL:\\\u0000 DEL:\\\u007F\"");
    }

    @Test
    void percentSigns() throws Exception {
        Request escaped = request("rfc4475/messages/esc01.dat");
        assertThat(SipMessages.uriUser(escaped.getRequestURI())).contains("sips:user@example.com");
        SipURI contact =
                (SipURI) ((ContactHeader) escaped.getHeader("Contact")).getAddress().getURI();
        assertThat(SipMessages.uriParameter(contact, "lr")).contains("");
        assertThat(SipMessages.uriParameter(contact, "name")).contains("value%41");

        Request notEscaped = request("rfc4475/messages/esc02.dat");
        assertThat(notEscaped.getMethod()).isEqualTo("RE%47IST%45R");
        assertThat(headers(notEscaped, ContactHeader.class, "Contact")).hasSize(2);
    }

    @Test
    void escapedNuls() throws Exception {
        Request request = request("rfc4475/messages/escnull.dat");
        assertThat(headers(request, ContactHeader.class, "Contact"))
                .extracting(contact -> contact.getAddress().getURI().toString())
                .containsExactly("sip:%00@host5.example.com", "sip:%00%00@host5.example.com");
    }

    @Test
    void longValuesAreComplete() throws Exception {
        String before = new String(bytes("rfc4475/messages/longreq.dat"), StandardCharsets.UTF_8);
        String after = written(request("rfc4475/messages/longreq.dat"));
        for (String line : before.split("\r\n", -1)) {
            String longest = "";
            for (String word : line.split("[ <>;:,=]", -1)) {
                longest = word.length() > longest.length() ? word : longest;
            }
            assertThat(after).contains(longest);
        }
        assertThat(headers(request("rfc4475/messages/longreq.dat"), ViaHeader.class, "Via"))
                .hasSize(34);
    }

    @Test
    void octetsAfterTheBodyAreNotForwarded() throws Exception {
        assertThat(written(request("rfc4475/messages/dblreq.dat"))).doesNotContain("INVITE");
    }

    @Test
    void aSemicolonInTheUserPart() throws Exception {
        Request request = request("rfc4475/messages/semiuri.dat");
        assertThat(SipMessages.uriUser(request.getRequestURI())).contains("user;par=u@example.net");
    }

    @Test
    void aBinaryBody() throws Exception {
        byte[] all = bytes("rfc4475/messages/mpart01.dat");
        byte[] body = ((Request) SipMessages.parse(all)).getRawContent();
        assertThat(new String(all, StandardCharsets.ISO_8859_1))
                .contains("\r\n\r\n" + new String(body, StandardCharsets.ISO_8859_1));
        byte[] again = SipMessages.encode(SipMessages.parse(all));
        assertThat(((Request) SipMessages.parse(again)).getRawContent()).isEqualTo(body);
    }

    @Test
    void reasonPhrases() throws Exception {
        Response russian = (Response) SipMessages.parse(bytes("rfc4475/messages/unreason.dat"));
        assertThat(russian.getReasonPhrase()).startsWith("= 2**3 * 5**2 но сто девяносто девять");
        Response none = (Response) SipMessages.parse(bytes("rfc4475/messages/noreason.dat"));
        assertThat(none.getReasonPhrase()).isEmpty();
        assertThat(written(none)).startsWith("SIP/2.0 100 \r\n");
    }

    @Test
    void parametersInsideAndOutsideTheBrackets() throws Exception {
        ContactHeader outside =
                (ContactHeader) request("rfc4475/messages/cparam01.dat").getHeader("Contact");
        assertThat(SipMessages.uriParameter(outside.getAddress().getURI(), "unknownparam"))
                .isEmpty();
        ContactHeader inside =
                (ContactHeader) request("rfc4475/messages/cparam02.dat").getHeader("Contact");
        assertThat(SipMessages.uriParameter(inside.getAddress().getURI(), "unknownparam"))
                .contains("");
    }

    @Test
    void anOldRequest() throws Exception {
        byte[] all = bytes("rfc4475/messages/inv2543.dat");
        Request request = (Request) SipMessages.parse(all);
        assertThat(((ViaHeader) request.getHeader("Via")).getBranch()).isNull();
        assertThat(new String(all, StandardCharsets.UTF_8))
                .endsWith(new String(request.getRawContent(), StandardCharsets.UTF_8));
        assertThat(request.getRawContent()).isNotEmpty();
    }

    @Test
    void anIpv6HostIsNotCutAtAColon() throws Exception {
        SipURI ambiguous = (SipURI) request("rfc5118/messages-wire/port-ambiguous").getRequestURI();
        assertThat(ambiguous.getHost()).isEqualTo("[2001:db8::10:5070]");
        assertThat(ambiguous.getPort()).isEqualTo(-1);
        SipURI clear = (SipURI) request("rfc5118/messages-wire/port-unambiguous").getRequestURI();
        assertThat(clear.getHost()).isEqualTo("[2001:db8::10]");
        assertThat(clear.getPort()).isEqualTo(5070);
        assertThat(Hosts.literal(clear.getHost())).isPresent();
    }

    @Test
    void whatCanNotBeReadIsEchoedAsItCame() throws Exception {
        byte[] bytes = bytes("rfc4475/messages/scalar02.dat");
        try {
            SipMessages.parse(bytes);
        } catch (MalformedMessage e) {
            assertThat(written(e.response().orElseThrow()))
                    .contains("\r\nCSeq: 36893488147419103232 REGISTER\r\n");
            return;
        }
        throw new AssertionError("taken");
    }
}
