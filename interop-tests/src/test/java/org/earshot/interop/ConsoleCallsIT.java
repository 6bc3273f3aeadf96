package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.administrator;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.quoted;
import static org.earshot.interop.ConsoleSteps.shows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The console's page Calls in a real browser: why calls of real phones failed, their ladders, and how one was heard that did not.
@Tag("realtime")
class ConsoleCallsIT {
    private static final String TYPE = "application/vq-rtcpxr";

    private static JsonNode calls(EarshotServer server) throws Exception {
        return new ObjectMapper().readTree(server.admin("call", "list", "--json"));
    }

    /// Opens the page of the last call to somebody.
    private static void open(Chromium.Page page, String to) throws Exception {
        go(page, "calls");
        page.await(
                "(() => { const found = [...document.querySelectorAll('a.button')].find(a => a.getAttribute('aria-label').includes("
                        + quoted("to " + to + "@")
                        + ")); found?.click(); return !!found; })()",
                30);
        page.await("!!document.querySelector('svg.ladder .rung')", 30);
    }

    private static void callFails(EarshotPhone alice, String to) {
        alice.tell("call sip:" + to + "@127.0.0.1");
        alice.call("ended");
    }

    private static String interval(String callId, int from, double mos, double loss) {
        return String.format(
                        Locale.ROOT,
                        """
                        VQIntervalReport:
                        CallID: %1$s
                        LocalID: <sip:bob@127.0.0.1>
                        RemoteID: <sip:alice@127.0.0.1>
                        OrigID: <sip:alice@127.0.0.1>
                        LocalMetrics:
                        Timestamps:START=2026-11-30T09:00:%2$02dZ STOP=2026-11-30T09:00:%3$02dZ
                        SessionDesc:PD=opus
                        PacketLoss:NLR=%5$.1f JDR=0.0
                        Delay:RTD=%6$d IAJ=%2$d
                        QualityEst:MOSLQ=%4$.1f MOSCQ=%4$.1f
                        """,
                        callId,
                        from,
                        from + 5,
                        mos,
                        loss,
                        40 + from)
                .replace("\n", "\r\n");
    }

    @Test
    void whyCallsFailedAndHowOneWasHeard() throws Exception {
        try (Lab lab = Lab.of("console-calls")) {
            EarshotServer server =
                    EarshotServer.start(lab, "console.listen=127.0.0.1:0")
                            .withUser("alice", "pwalice")
                            .withUser("bob", "pwbob")
                            .withUser("carol", "pwcarol")
                            .withUser("dora", "pwdora");
            String said = Recording.longSpeech(lab, "alice").toString();
            EarshotPhone alice = EarshotPhone.overTls(lab, Map.of(), server, "alice", said);
            EarshotPhone bob =
                    EarshotPhone.overTls(lab, Map.of(), server, "bob", said, "--auto-answer");
            try (BarePhone carol =
                            BarePhone.tls(
                                    lab, "carol", "pwcarol", server.address("tls"), server.ca());
                    BarePhone dora =
                            BarePhone.tls(
                                    lab, "dora", "pwdora", server.address("tls"), server.ca())) {
                carol.registered().answering("INVITE", "486 Busy Here");
                dora.registered().answering("INVITE", "603 Decline");
                callFails(alice, "nobody");
                callFails(alice, "carol");
                callFails(alice, "dora");
            }
            alice.tell("call sip:bob@127.0.0.1");
            alice.call("established");
            for (EarshotPhone phone : new EarshotPhone[] {alice, bob}) {
                phone.event("media", 60, event -> event.path("packetsReceived").asLong() > 200);
            }
            alice.tell("hangup");
            alice.call("ended");

            Chromium.Page page = administrator(lab, server);
            open(page, "nobody");
            shows(page, "There is nobody of that name.");
            shows(page, "alice@127.0.0.1 called nobody@127.0.0.1");
            assertThat(rungs(page)).contains("INVITE", "404");
            open(page, "carol");
            shows(page, "The phone that was called is busy.");
            assertThat(rungs(page)).contains("INVITE", "486");
            open(page, "dora");
            shows(page, "Somebody declined the call.");
            assertThat(rungs(page)).contains("INVITE", "603");

            open(page, "bob");
            shows(page, "The call was answered.");
            shows(page, "The caller hung up.");
            assertThat(rungs(page)).contains("INVITE", "200", "ACK", "BYE");
            // bars, and no curve of what nobody has measured
            page.await(
                    "(() => { if (document.body.innerText.includes('bob@127.0.0.1 heard') && document.body.innerText.includes('alice@127.0.0.1 heard')) return true;"
                            + " [...document.querySelectorAll('button')].find(b => b.textContent === 'Reload')?.click(); return false; })()",
                    30);
            shows(page, "there is no curve");
            assertThat(page.evaluate("!!document.querySelector('.curve')").asBoolean()).isFalse();
            assertThat(page.evaluate("document.body.innerText.includes('RTP/SAVP')").asBoolean())
                    .as("details are in the table, which is closed")
                    .isFalse();

            JsonNode call = calls(server).get(0);
            assertThat(call.path("outcome").asText()).isEqualTo("answered");
            try (BarePhone desk = BarePhone.udp(lab, "bob", "pwbob", server.address("udp"))) {
                for (int i = 0; i < 4; i++) {
                    assertThat(
                                    desk.publish(
                                            "sip:collector@127.0.0.1",
                                            "vq-rtcpxr",
                                            TYPE,
                                            interval(
                                                    call.path("callId").asText(),
                                                    i * 5,
                                                    4.2 - 0.4 * i,
                                                    i * 2.5)))
                            .startsWith("SIP/2.0 200");
                }
            }
            open(page, "bob");
            page.await("document.querySelectorAll('.curve').length === 4", 30);
            page.evaluate("localStorage.setItem('earshot-language', 'de'); location.reload()");
            page.await("!!document.querySelector('svg.ladder .rung')", 30);
            shows(page, "Der Anruf wurde angenommen.");
            shows(page, "nimmt an");
            String shown = server.admin("call", "show", call.path("id").asText());
            assertThat(shown)
                    .contains("The call was answered.", "RTP/SAVP")
                    .doesNotContain("inline:");
        }
    }

    private static String rungs(Chromium.Page page) throws Exception {
        return page.evaluate(
                        "[...document.querySelectorAll('svg.ladder .label')].map(l => l.textContent).join(' ')")
                .asText();
    }
}
