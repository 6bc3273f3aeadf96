package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.file.Path;
import java.util.List;
import javax.sip.header.FromHeader;
import javax.sip.message.Message;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody is shown a name or a number that only the sender vouches for.
class IdentityTest {
    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"\\", "\"\u0007 "})
    void withoutANameOfTheAccountThereIsNone(String name) {
        Account eve = f.accounts.create(new AddressOfRecord("eve", "example.org"), name);
        Flow flow = RecordedRequest.flow(Transport.TLS, "192.0.2.8", 40008, 8);
        f.authenticator.trust(flow, eve);
        f.bindBob();
        f.send(flow, f.text("MESSAGE").replace("\"Mallory\" <sip:alice@", "\"Payroll\" <sip:eve@"));
        Message sent = f.node.take().request();
        FromHeader from = (FromHeader) sent.getHeader(FromHeader.NAME);
        assertThat(from.getAddress().getDisplayName()).isNull();
        assertThat(sent.toString()).contains("From: <sip:eve@example.org>;tag=a\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P-Asserted-Identity: <sip:ceo@example.org>",
                "P-Asserted-Identity: ceo@example.org>",
                "P-Preferred-Identity: <sip:ceo@example.org>",
                "P-Called-Party-ID: <sip:ceo@example.org>",
                "Remote-Party-ID: \"The ceo\" <sip:ceo@example.org>;party=calling",
                "remote-party-id: <",
            })
    void whatOnlyWeCouldAssertIsRemovedBothWays(String header) {
        f.bindBob();
        RecordedRequest invite = f.send("INVITE", text -> text + header + "\n");
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.request().toString())
                .doesNotContain("ceo")
                .doesNotContainIgnoringCase("party-id");

        for (int status : new int[] {180, 200}) {
            sent.respond(with(sent.createResponse(status, "So"), header));
        }
        assertThat(invite.statuses()).containsExactly(180, 200);
        for (Response response : invite.responses()) {
            assertThat(response.toString())
                    .doesNotContain("ceo")
                    .doesNotContainIgnoringCase("party-id");
        }
    }

    @Test
    void aTrustedPeerMayAssert() {
        f.configure(config -> config.withTrusted(TrustedNetworks.of(List.of("192.0.2.5"))));
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS);
        RecordedRequest invite = f.send("INVITE");
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(
                with(sent.createResponse(180, "So"), "P-Asserted-Identity: <sip:ceo@example.org>"));
        assertThat(invite.responses().getFirst().toString()).contains("ceo");
    }

    private static Response with(Response response, String header) {
        String text = response.toString();
        return (Response)
                RecordedRequest.parse(
                        text.substring(0, text.indexOf("\r\n\r\n")) + "\r\n" + header + "\r\n\r\n");
    }
}
