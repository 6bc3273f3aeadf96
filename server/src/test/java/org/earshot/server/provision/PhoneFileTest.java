package org.earshot.server.provision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.earshot.common.address.AddressOfRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PhoneFileTest {
    private static final String PASSWORD = "abcd-efgh-ijkl";

    private static PhoneSettings phone(String displayName, boolean demanded) {
        return new PhoneSettings(
                new AddressOfRecord("alice", "example.org"),
                displayName,
                PASSWORD,
                "example.org",
                5061,
                demanded,
                Optional.of(URI.create("https://example.org:8443/ca.pem")));
    }

    private static String of(PhoneKind kind, String displayName) {
        return PhoneFile.of(kind, phone(displayName, true));
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static String named(Document document, String tag, String name, String attribute) {
        for (int i = 0; i < document.getElementsByTagName(tag).getLength(); i++) {
            Element element = (Element) document.getElementsByTagName(tag).item(i);
            if (element.getAttribute(attribute).equals(name)) {
                return element.getTextContent();
            }
        }
        throw new AssertionError(name);
    }

    @ParameterizedTest
    @EnumSource
    void eachHasWhatAPhoneNeeds(PhoneKind kind) {
        assertThat(of(kind, "Alice")).contains("alice", PASSWORD, "example.org", "5061", "Alice");
        assertThat(PhoneFile.of(kind, phone("Alice", false))).isNotEqualTo(of(kind, "Alice"));
        assertThat(of(kind, " ")).isEqualTo(of(kind, "alice"));
        assertThat(PhoneKind.of(kind.text())).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Alice <Boss> & \"Co\"",
                "x\naccount.1.sip_server.1.address = evil.example.org",
                "x\r\n[proxy_0]\nreg_proxy=evil",
                "\"><entry name=\"reg_proxy\">evil</entry>",
                "a\" <sip:evil@example.org>;auth_pass=x;outbound=\"sip:evil\"",
                "]]> <!-- & &#10; &amp;",
                "\u2028P47\u0085\u2029\u0000\ufffe\ud800 👂 Ünal"
            })
    void aNameStaysAName(String hostile) throws Exception {
        String shown = PhoneText.line(hostile);
        assertThat(shown.lines()).hasSize(1);
        Document linphone = xml(of(PhoneKind.LINPHONE, hostile));
        assertThat(linphone.getElementsByTagName("entry").getLength())
                .isEqualTo(
                        xml(of(PhoneKind.LINPHONE, "A")).getElementsByTagName("entry").getLength());
        assertThat(named(linphone, "entry", "reg_identity", "name"))
                .matches("\"[^\"\\n\\r<>]*\" <sip:alice@example\\.org>");
        assertThat(named(linphone, "entry", "reg_proxy", "name"))
                .isEqualTo("<sip:example.org:5061;transport=tls>");
        Document snom = xml(of(PhoneKind.SNOM, hostile));
        assertThat(snom.getElementsByTagName("user_realname").item(0).getTextContent())
                .isEqualTo(shown);
        assertThat(snom.getElementsByTagName("user_host").getLength()).isEqualTo(1);
        Document grandstream = xml(of(PhoneKind.GRANDSTREAM, hostile));
        assertThat(grandstream.getElementsByTagName("P3").item(0).getTextContent())
                .isEqualTo(shown);
        assertThat(grandstream.getElementsByTagName("P47").item(0).getTextContent())
                .isEqualTo("example.org");
        Element poly =
                (Element) xml(of(PhoneKind.POLY, hostile)).getElementsByTagName("ALL").item(0);
        assertThat(poly.getAttribute("reg.1.displayName")).isEqualTo(shown);
        assertThat(poly.getAttribute("reg.1.server.1.transport")).isEqualTo("TLS");
        List<String> yealink = of(PhoneKind.YEALINK, hostile).lines().toList();
        assertThat(yealink).hasSameSizeAs(of(PhoneKind.YEALINK, "A").lines().toList());
        assertThat(yealink).contains("account.1.display_name = " + shown);
        assertThat(of(PhoneKind.BARESIP, hostile).lines())
                .singleElement()
                .asString()
                .matches(
                        "\"[^\"<>;\\\\]*\" <sip:alice@example\\.org;transport=tls>;auth_user=alice;auth_pass=abcd-efgh-ijkl;.*");
    }

    @Test
    void noNameBreaksAFile() throws Exception {
        Random random = new Random(32);
        for (int i = 0; i < 300; i++) {
            StringBuilder name = new StringBuilder();
            for (int c = 0; c < 20; c++) {
                name.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x80 : 0x11000));
            }
            for (PhoneKind kind : PhoneKind.values()) {
                String text = of(kind, name.toString());
                if (kind.contentType().startsWith("application/xml")) {
                    xml(text);
                } else {
                    assertThat(text.lines().count()).isEqualTo(of(kind, "A").lines().count());
                }
            }
        }
    }

    @Test
    void encryptionIsDemandedOrOffered() {
        assertThat(PhoneFile.of(PhoneKind.YEALINK, phone("A", true)))
                .contains("account.1.srtp_encryption = 2\n");
        assertThat(PhoneFile.of(PhoneKind.YEALINK, phone("A", false)))
                .contains("account.1.srtp_encryption = 1\n");
        assertThat(PhoneFile.of(PhoneKind.BARESIP, phone("A", true)))
                .contains(";mediaenc=srtp-mand;");
        assertThat(PhoneFile.of(PhoneKind.BARESIP, phone("A", false))).contains(";mediaenc=srtp;");
    }

    @Test
    void settingsDoNotPrintThePassword() {
        assertThat(phone("A", true).toString()).doesNotContain(PASSWORD);
    }

    @Test
    void anOrderIsReadAsItWasWritten() {
        PhoneOrder order = new PhoneOrder(PhoneKind.YEALINK, true, "desk 2, ground floor");
        assertThat(PhoneOrder.of(order.text())).contains(order);
        for (String wrong :
                List.of(
                        "",
                        "yealink",
                        "yealink demanded",
                        "yealink x y",
                        "fax demanded y",
                        "yealink offered  ")) {
            assertThat(PhoneOrder.of(wrong)).as(wrong).isEmpty();
        }
        assertThatThrownBy(() -> new PhoneOrder(PhoneKind.SNOM, true, "a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
        Random random = new Random(70);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            var _ = PhoneOrder.of(new String(bytes, UTF_8));
        }
    }
}
