package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.administrator;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.send;
import static org.earshot.interop.ConsoleSteps.shows;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The console's page for trunks and the dial plan, and that for the organisation's directory, in a real browser.
class ConsoleRoutingIT {
    private static final String PAINTED = "<img src=x onerror=window.owned=1>";

    private static InMemoryDirectoryServer directory() throws LDAPException, LDIFException {
        InMemoryDirectoryServer directory = PlainDirectory.empty();
        PlainDirectory.add(directory, "erin", "Erin");
        directory.startListening();
        return directory;
    }

    @Test
    void trunksRulesAndWhatWouldBecomeOfANumberAndTheDirectory() throws Exception {
        InMemoryDirectoryServer directory = directory();
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
                            ldap:
                              url: ldap://127.0.0.1:%d
                              startTls: false
                              base: dc=example,dc=org
                            """
                                    .formatted(directory.getListenPort()));
            EarshotServer server =
                    EarshotServer.startFrom(lab, file, "console.listen=127.0.0.1:0")
                            .withUser("alice", "pwalice");
            Chromium.Page page = administrator(lab, server);
            go(page, "routing");
            shows(page, "udp:192.0.2.20:5060");
            shows(page, "not known");
            shows(page, PAINTED);
            send(page, "number", "030 999", "from", "alice");
            shows(page, "Goes out: +4930999 at gateway");
            send(page, "number", "030 999", "from", "");
            shows(page, "Refused: 403:");
            directory(page, directory);
            assertThat(page.evaluate("window.owned === undefined").asBoolean()).isTrue();
            go(page, "routing");
            page.evaluate(
                    "(() => { const s = document.querySelector('select[aria-label=Language]'); s.value = 'de'; s.dispatchEvent(new Event('change', { bubbles: true })); })()");
            shows(page, "Anschlüsse");
            shows(page, "Wählplan");
            press(page, "Neu laden");
        } finally {
            directory.shutDown(true);
        }
    }

    /// The server has read it at its start.
    private static void directory(Chromium.Page page, InMemoryDirectoryServer directory)
            throws Exception {
        go(page, "settings");
        press(page, "Directory");
        shows(page, "dc=example,dc=org");
        press(page, "Test the connection");
        shows(page, "The directory can be read.");
        shows(page, "somebody whom ldap.filter finds: erin (Erin)");
        PlainDirectory.add(directory, "zora", PAINTED);
        press(page, "What would change?");
        shows(page, "add zora (" + PAINTED + ")");
        press(page, "Read it now");
        shows(page, "It was read.");
        shows(page, "2 entries: 1 added");
        directory.shutDown(true);
        press(page, "Test the connection");
        shows(page, "can't be reached");
    }
}
