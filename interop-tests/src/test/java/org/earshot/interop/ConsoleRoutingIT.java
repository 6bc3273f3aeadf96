package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.administrator;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.send;
import static org.earshot.interop.ConsoleSteps.shows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The console's page for trunks and the dial plan in a real browser.
class ConsoleRoutingIT {
    @Test
    void trunksRulesAndWhatWouldBecomeOfANumber() throws Exception {
        try (Lab lab = Lab.of("console-routing")) {
            Path file =
                    lab.write(
                            "earshot.yaml",
                            """
                            trunks:
                              - name: gateway
                                host: 192.0.2.20
                                domain: gateway.example
                                number: "+4930123450"
                                keepAlive: 0s
                            dialplan:
                              country: "49"
                              rules:
                                - name: "<img src=x onerror=window.owned=1>"
                                  pattern: "+49*"
                                  who: [alice]
                                  trunks: [gateway]
                            """);
            EarshotServer server =
                    EarshotServer.startFrom(lab, file, "console.listen=127.0.0.1:0")
                            .withUser("alice", "pwalice");
            Chromium.Page page = administrator(lab, server);
            go(page, "routing");
            shows(page, "udp:192.0.2.20:5060");
            shows(page, "not known");
            shows(page, "<img src=x onerror=window.owned=1>");
            send(page, "number", "030 999", "from", "alice");
            shows(page, "goes out: +4930999 at gateway");
            send(page, "number", "030 999", "from", "");
            shows(page, "refused with 403");
            assertThat(page.evaluate("window.owned === undefined").asBoolean()).isTrue();
            page.evaluate(
                    "(() => { const s = document.querySelector('select[aria-label=Language]'); s.value = 'de'; s.dispatchEvent(new Event('change', { bubbles: true })); })()");
            shows(page, "Anschlüsse");
            shows(page, "Wählplan");
            press(page, "Neu laden");
        }
    }
}
