package org.earshot.proxy.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import javax.sip.message.Message;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderWordsTest {

    /// A whole INVITE without words for anybody.
    private static String text(String line) {
        return """
        INVITE sip:bob@example.org SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.4:40004;branch=z9hG4bK1;rport
        Max-Forwards: 70
        From: <sip:alice@example.org>;tag=a
        To: <sip:bob@example.org>
        Call-ID: 1@phone
        CSeq: 1 INVITE
        %s
        """
                .formatted(line);
    }

    private static String without(String line, String... names) {
        return without(text(line), false, names);
    }

    private static String without(String text, boolean vouched, String... names) {
        Message message = RecordedRequest.parse(text);
        HeaderWords.remove(message, HeaderWords.names(Set.of(names)), vouched);
        return new String(SipMessages.encode(message), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\r", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: <sip:alice@192.0.2.4:40004;transport=tls;ob>;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\";reg-id=1;expires=60",
                "Contact: <sip:alice@192.0.2.4>;+org.linphone.specs=\"conference,ephemeral\"",
                "Supported: replaces,outbound,100rel",
                "Require: 100rel",
                "Allow: INVITE,ACK,BYE",
                "Accept: application/sdp",
                "Session-Expires: 1800;refresher=uac",
                "Min-SE: 90",
                "Event: refer;id=93809824",
                "Subscription-State: active;expires=60",
                "Refer-To: <sip:carol@example.org?Replaces=1%40phone%3Bto-tag%3Db%3Bfrom-tag%3Da>",
                "Refer-To: <sip:carol@example.org;method=INVITE>",
                "Referred-By: <sip:alice@example.org>",
                "Refer-Sub: false",
                "Replaces: 1@phone;to-tag=b;from-tag=a;early-only",
                "Target-Dialog: 1@phone;local-tag=a;remote-tag=b",
                "RSeq: 17",
                "RAck: 17 1 INVITE",
                "Reason: Q.850;cause=16",
                "Max-Breadth: 60",
                "Path: <sip:edge.example.org;lr>",
                "Privacy: id",
                "Priority: urgent",
                "Accept-Contact: *;audio;require",
                "Session-ID: 47755a9de7794ba387653f2099600ef2;remote=00000000000000000000000000000000",
                "Proxy-Authorization: Digest username=\"alice\",realm=\"The Office\",nonce=\"84a4cc6f3082121f32b42a2187831a9e\",uri=\"sip:bob@example.org\",response=\"7587245234b3434cc3412213e5f113a5\"",
                "History-Info: <sip:bob@example.org>;index=1",
                "Diversion: <sip:carol@example.org>;reason=no-answer;counter=1",
                "Route: <sip:192.0.2.1:5061;transport=tls;lr>",
                "Date: Sat, 13 Nov 2010 23:29:00 GMT",
                "Retry-After: 5;duration=60",
            })
    void whatPhonesNeedStays(String line) {
        assertThat(without(line).toLowerCase(java.util.Locale.ROOT))
                .contains("\n" + line.toLowerCase(java.util.Locale.ROOT) + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Organization: sell all",
                "Call-Info: <http://x.example/sell%20all>;purpose=info",
                "Alert-Info: <http://x.example/sell%20all>",
                "Error-Info: <sip:sell%20all@x.example>",
                "Reply-To: \"sell all\" <sip:a@x.example>",
                "In-Reply-To: sell%20all@x",
                "User-Agent: sell all",
                "Server: sell all",
                "X-Note: sell all",
                "User-to-User: 73656c6c20616c6c;encoding=hex;sell=all",
                "P-Visited-Network-ID: \"sell all\"",
                "Priority: sell-all",
                "Refer-To: <data:,sell%20all>",
                "Refer-To: \"sell all\" <sip:carol@example.org>",
                "Refer-To: <sip:carol@example.org?Subject=sell%20all&body=sell%20all>",
                "Refer-To: <sip:carol@example.org?Replaces=sell%20all>",
                "Referred-By: \"sell all\" <sip:alice@example.org>",
                "Referred-By: sell all <sip:alice@example.org>",
                "b: \"sell all\" <sip:alice@example.org>",
                "Contact: \"sell all\" <sip:alice@192.0.2.4>",
                "Contact: <sip:alice@192.0.2.4>;note=\"sell all\"",
                "Contact: <sip:alice@192.0.2.4?Subject=sell%20all>",
                "Contact: <mailto:a@x.example?body=sell%20all>",
                "Reason: SIP;cause=200;text=\"sell all\"",
                "Reason: Q.850;cause=16;text=\"sell all\",SIP;cause=200;text=\"sell all\"",
                "Warning: 399 example.org \"sell all\"",
                "Warning: 399 example.org \"keys need TLS: sell all\"",
                "Reason: SIP;cause=200;text=\"hung up\";note=\"sell all\"",
                "Reason: SIP;cause=200;text=\"sell\";note=x",
                "Retry-After: 5 (sell all)",
                "Subscription-State: active;reason=\"sell all\"",
                "Event: sell all",
                "Accept-Contact: *;note=\"sell all\"",
                "Diversion: \"sell all\" <sip:carol@example.org>",
                "History-Info: <sip:bob@example.org?Reason=SIP%3Btext%3Dsell%20all>;index=1",
                "Content-Type: application/sdp;note=\"sell all\"",
                "Content-Disposition: session;filename=\"sell all\"",
                "Session-Expires: sell all",
                "Record-Route: \"sell all\" <sip:192.0.2.9;lr>",
                "P-Asserted-Identity: \"sell all\" <sip:a@example.org>",
            })
    void wordsGo(String line) {
        assertThat(without(line)).doesNotContain("sell").contains("\nCall-ID: 1@phone\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Refer-To: \"sell all\" <sip:carol@x.example>| Refer-To: <sip:carol@x.example>",
                "Reason: Q.850;cause=16;text=\"Normal\"| Reason: Q.850;cause=16",
                "Warning: 370 x.example \"sell all\"| Warning: 370 x.example \"Insufficient bandwidth\"",
                "Warning: 399 x.example \"keys need TLS\"| Warning: 399 x.example \"keys need TLS\"",
                "Reason: SIP;cause=200;text=\"hung up\"| Reason: SIP;cause=200;text=\"hung up\"",
                "Warning: 399 x \"files that end in .exe are not allowed\"| Warning: 399 x \"files that end in .exe are not allowed\"",
                "Contact: \"sell all\" <sip:a@192.0.2.4>;reg-id=1| Contact: <sip:a@192.0.2.4>;reg-id=1",
                "Referred-By: \"sell\" <sip:a@example.org>| Referred-By: <sip:a@example.org>"
            })
    void theRestStays(String line, String rest) {
        assertThat(without(line)).contains("\n" + rest + "\n");
    }

    @Test
    void namesOfTheTwoGoUnlessSomebodyVouchesForThem() {
        String named =
                text("P-Asserted-Identity: \"The Bank\" <sip:a@example.org>")
                        .replace("From: <", "From: \"Alice A.\" <")
                        .replace("tag=a", "tag=a;note=\"sell all\"")
                        .replace("To: <", "To: \"Bob B.\" <");
        assertThat(without(named, false)).doesNotContain("Alice A.", "Bob B.", "The Bank", "sell");
        assertThat(without(named, true))
                .contains("From: \"Alice A.\" <sip:alice@example.org>;tag=a\n", "The Bank")
                .doesNotContain("Bob B.", "sell");
    }

    @Test
    void whatAnAdministratorNamesPasses() {
        assertThat(without("X-Note: sell all", "x-note")).contains("X-Note: sell all");
        assertThat(without("X-Other: sell all", "x-note")).doesNotContain("sell");
    }

    @Test
    void endlessOnesGoAsWell() {
        assertThat(without("Supported: a\nContact: <sip:a@b>;n=\"" + "\\\\a".repeat(20_000) + "\""))
                .contains("Supported: a")
                .doesNotContain("aa");
        for (int times : new int[] {2000, 30_000}) {
            for (String part : new String[] {"a;", "\\\\a", ", ", "<a", "\"\""}) {
                assertThat(without("Referred-By: \"" + part.repeat(times) + "\" <sip:a@b>"))
                        .doesNotContain(part.strip().repeat(3));
            }
        }
    }
}
