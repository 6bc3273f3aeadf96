package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.PASSWORD;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.link;
import static org.earshot.interop.ConsoleSteps.logIn;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.secret;
import static org.earshot.interop.ConsoleSteps.send;
import static org.earshot.interop.ConsoleSteps.shows;
import static org.earshot.interop.ConsoleSteps.sip;

import org.junit.jupiter.api.Test;

/// The console in a real browser, from the first time that anybody opens it: the first people, accounts, and a phone that is seen. What
/// each role may is [ConsoleWalkIT]'s.
class ConsoleIT {
    private static final String EVIL = "<img src=x onerror=window.owned=1>";

    @Test
    void fromTheFirstAdministratorToAPhoneThatIsSeen() throws Exception {
        try (Lab lab = Lab.of("console")) {
            EarshotServer server =
                    EarshotServer.start(
                            lab, "console.listen=127.0.0.1:0", "security.trusted=127.0.0.0/8");
            Chromium.Page page = Chromium.start(lab, "--lang=en-US").open(link(server));

            send(page, "name", "adam", "password", PASSWORD, "again", PASSWORD);
            String ofAdam = secret(page);
            press(page, "Appoint an officer now");
            page.await("!!document.forms[0]?.elements.namedItem('again')", 20);
            send(page, "name", "olga", "password", PASSWORD, "again", PASSWORD);
            String ofOlga = secret(page);
            press(page, "Go on to the log-in");
            logIn(page, "adam", ofAdam);
            shows(page, "Users online");
            assertThat(server.data().resolve("console-link")).doesNotExist();

            go(page, "people");
            for (String name : new String[] {"alice", "bob"}) {
                press(page, "New person");
                page.await("!!document.querySelector('dialog[open] form')", 20);
                send(page, "name", name, "displayName", EVIL, "password", "correct horse battery");
                page.await("!document.querySelector('dialog[open]')", 20);
                shows(page, name + "@127.0.0.1");
            }
            shows(page, EVIL);

            assertThat(
                            sip(
                                    server,
                                    "REGISTER",
                                    "alice",
                                    "Expires: 600\nUser-Agent: x/1 (" + EVIL + ")|"))
                    .contains(" 200 OK");
            assertThat(
                            sip(
                                    server,
                                    "MESSAGE",
                                    "bob",
                                    "Content-Type: text/plain|the zebrafinch contract " + EVIL))
                    .contains(" 202 ");
            go(page, "live");
            page.await("document.querySelector('.tile dd')?.textContent === '1'", 30);
            go(page, "phones");
            shows(page, EVIL);

            press(page, "Log out");
            logIn(page, "olga", ofOlga);
            go(page, "compliance");
            page.await("!!document.querySelector('input[name=words]')", 20);

            press(page, "Log out");
            page.await("!!document.forms[0]?.elements.namedItem('code')", 20);
            assertThat(page.evaluate("fetch('/api/v1/accounts').then(a => a.status)").asInt())
                    .isEqualTo(401);
            assertThat(page.evaluate("window.owned === undefined").asBoolean())
                    .as("nothing that somebody wrote became a part of a page")
                    .isTrue();
            assertThat(server.admin("archive", "search", "--kind", "administered"))
                    .contains("olga (officer), by the console from 127.0.0.1");
        }
    }
}
