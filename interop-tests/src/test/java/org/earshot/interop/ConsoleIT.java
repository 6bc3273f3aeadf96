package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.PASSWORD;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.link;
import static org.earshot.interop.ConsoleSteps.logIn;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.quoted;
import static org.earshot.interop.ConsoleSteps.secret;
import static org.earshot.interop.ConsoleSteps.send;
import static org.earshot.interop.ConsoleSteps.shows;
import static org.earshot.interop.ConsoleSteps.sip;

import org.junit.jupiter.api.Test;

/// The console in a real browser: the first people, an account, a phone, a message, a hold and a proof, in the roles that may and those
/// that must not.
class ConsoleIT {
    private static final String EVIL = "<img src=x onerror=window.owned=1>";

    private static EarshotServer server(Lab lab, String... settings) {
        String[] all = new String[settings.length + 2];
        System.arraycopy(settings, 0, all, 2, settings.length);
        all[0] = "console.listen=127.0.0.1:0";
        all[1] = "security.trusted=127.0.0.0/8";
        return EarshotServer.start(lab, all);
    }

    private static int status(Chromium.Page page, String path, String body, String headers)
            throws Exception {
        return page.evaluate(
                        "fetch('/api/v1%s', {method: 'POST', headers: {'Content-Type': 'application/json'%s}, body: %s}).then(a => a.status)"
                                .formatted(path, headers, quoted(body)))
                .asInt();
    }

    @Test
    void fromTheFirstAdministratorToAProof() throws Exception {
        try (Lab lab = Lab.of("console")) {
            EarshotServer server = server(lab);
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

            // an administrator sees that something was written, and nothing of it
            go(page, "compliance");
            shows(page, "What was written is for compliance officers");
            assertThat(page.evaluate("!!document.querySelector('input[name=words]')").asBoolean())
                    .isFalse();
            String token =
                    page.evaluate("fetch('/api/v1/session').then(a => a.json()).then(s => s.csrf)")
                            .asText();
            String words = "{\"page\":\"latest\",\"words\":\"zebrafinch\"}";
            assertThat(status(page, "/archive/search", words, ",'X-Earshot-CSRF': '" + token + "'"))
                    .isEqualTo(403);
            assertThat(status(page, "/accounts", "{\"name\":\"eve\"}", "")).isEqualTo(403);

            press(page, "Log out");
            logIn(page, "olga", ofOlga);
            go(page, "compliance");
            page.await("!!document.querySelector('input[name=words]')", 20);
            // words are found a moment after the message is in the record
            page.await(
                    "(() => { if (document.body.innerText.includes('the zebrafinch contract')) return true;"
                            + " const f = document.forms[0]; f.elements.words.value = 'zebrafinch'; f.requestSubmit(); return false; })()",
                    30);
            shows(page, "the zebrafinch contract " + EVIL);
            press(page, "Conversation");
            page.await("!!document.querySelector('.talk li.found')", 20);
            press(page, "Place a hold");
            page.await("!!document.querySelector('dialog[open] form')", 20);
            send(page, "name", "case-7", "reason", "a case");
            shows(page, "The hold is placed.");
            press(page, "Holds");
            shows(page, "case-7");
            press(page, "Proof");
            press(page, "Verify now");
            shows(page, "The record is intact");

            press(page, "Log out");
            page.await("!!document.forms[0]?.elements.namedItem('code')", 20);
            assertThat(page.evaluate("fetch('/api/v1/accounts').then(a => a.status)").asInt())
                    .isEqualTo(401);
            assertThat(page.evaluate("window.owned === undefined").asBoolean())
                    .as("nothing that somebody wrote became a part of a page")
                    .isTrue();
            assertThat(server.admin("hold", "list")).contains("case-7");
            assertThat(server.admin("archive", "search", "--kind", "administered"))
                    .contains("olga (officer), by the console from 127.0.0.1");
        }
    }

    @Test
    void aSessionThatHasEndedSaysSo() throws Exception {
        try (Lab lab = Lab.of("console-session")) {
            EarshotServer server = server(lab, "console.sessionIdle=2s");
            Chromium.Page page = Chromium.start(lab, "--lang=en-US").open(link(server));
            send(page, "name", "adam", "password", PASSWORD, "again", PASSWORD);
            String secret = secret(page);
            press(page, "Go on to the log-in");
            logIn(page, "adam", secret);
            shows(page, "Your session has ended");
        }
    }
}
