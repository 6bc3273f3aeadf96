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

import org.junit.jupiter.api.Test;

/// The console in a real browser, from the first time that anybody opens it to the proof of the record: the first people, accounts, phones of another make
/// (baresip) that are seen, their call and its ladder, and what an officer makes of what they wrote. What each role may is [ConsoleWalkIT]'s.
class ConsoleIT {
    private static final String EVIL = "<img src=x onerror=window.owned=1>";

    @Test
    void fromTheFirstAdministratorToTheProofOfWhatWasWritten() throws Exception {
        try (Lab lab = Lab.of("console")) {
            EarshotServer server = EarshotServer.start(lab, "console.listen=127.0.0.1:0");
            Chromium.Page page = Chromium.start(lab, "--lang=en-US").open(link(server));

            send(page, "name", "adam", "password", PASSWORD, "again", PASSWORD);
            String ofAdam = secret(page);
            press(page, "Appoint an officer now");
            page.await("!!document.forms[0]?.elements.namedItem('again')", 20);
            send(page, "name", "olga", "password", PASSWORD, "again", PASSWORD);
            String ofOlga = secret(page);
            press(page, "Go on to the log-in");
            logIn(page, "adam", ofAdam);
            // domain, certificate, and the first people: at once, without a search for them
            shows(page, "People are reached at name@127.0.0.1.");
            shows(page, "That is a name for trying things out");
            page.await(
                    "/^[0-9a-f:]{64,}$/i.test(document.querySelector('main pre')?.textContent ?? '')",
                    20);
            press(page, "The authority's certificate");
            shows(page, "BEGIN CERTIFICATE");
            press(page, "Close");
            shows(page, "Nobody has an account yet.");
            assertThat(server.data().resolve("console-link")).doesNotExist();

            for (String name : new String[] {"alice", "bob"}) {
                press(page, "New person");
                // baresip knows only MD5
                page.await(
                        "(() => { const box = document.querySelector('dialog[open] input[name=md5]'); box?.click(); return !!box; })()",
                        20);
                send(page, "name", name, "displayName", EVIL, "password", "pw" + name);
                page.await("!document.querySelector('dialog[open]')", 20);
            }
            go(page, "people");
            shows(page, "alice@127.0.0.1");
            shows(page, "bob@127.0.0.1");
            shows(page, EVIL);

            phonesAreSeen(lab, server, page);

            press(page, "Log out");
            logIn(page, "olga", ofOlga);
            go(page, "compliance");
            whatWasWrittenIsFoundHeldExportedAndProved(page);

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

    /// Two phones, a message and a call; then why it went as it did.
    private static void phonesAreSeen(Lab lab, EarshotServer server, Chromium.Page page)
            throws Exception {
        try (Baresip bob = Baresip.of(lab, "bob").at(server, "tls").start();
                Baresip alice =
                        Baresip.of(lab, "alice")
                                .at(server, "tls")
                                .knowing("sip:bob@127.0.0.1")
                                .start()) {
            bob.event("REGISTER_OK");
            alice.event("REGISTER_OK");
            go(page, "live");
            page.await("document.querySelector('.tile dd')?.textContent === '2'", 30);
            alice.writeToNext("the zebrafinch contract " + EVIL);
            alice.command("dial", "sip:bob@127.0.0.1");
            alice.event("CALL_ESTABLISHED");
            page.await(
                    "document.querySelectorAll('.tile')[1]?.querySelector('dd')?.textContent === '1'",
                    30);
            shows(page, "alice@127.0.0.1");
            go(page, "phones");
            shows(page, "baresip");
            alice.command("hangup", "");
            go(page, "calls");
            // its end is in the list a moment after it
            page.await(
                    "(() => { if ([...document.querySelectorAll('svg.ladder .label')].some(l => l.textContent === 'BYE')) return true;"
                            + " if (Date.now() - (window.pressedAt ?? 0) < 1000) return false; window.pressedAt = Date.now();"
                            + " (document.querySelector('a.button[aria-label*=\"bob@\"]') ?? [...document.querySelectorAll('main button')].find(b => b.textContent === 'Reload'))?.click(); return false; })()",
                    30);
            shows(page, "The call was answered.");
            assertThat(
                            page.evaluate(
                                            "[...document.querySelectorAll('svg.ladder .label')].map(l => l.textContent).join(' ')")
                                    .asText())
                    .contains("INVITE", "200", "ACK");
        }
    }

    private static void whatWasWrittenIsFoundHeldExportedAndProved(Chromium.Page page)
            throws Exception {
        // words are found a moment after the message is in the record
        page.await(
                "(() => { if (document.body.innerText.includes('the zebrafinch contract')) return true;"
                        + " const f = document.forms[0]; if (!f?.elements.words) return false; f.elements.words.value = 'zebrafinch'; f.requestSubmit(); return false; })()",
                30);
        shows(page, EVIL);
        press(page, "Export");
        shows(page, "Exported. SHA-256 of manifest.json:");
        press(page, "Place a hold");
        page.await("!!document.querySelector('dialog[open] form')", 20);
        send(page, "name", "case-1", "reason", "Baker against Carter " + EVIL);
        shows(page, "The hold is placed.");
        press(page, "Holds");
        shows(page, "Baker against Carter " + EVIL);
        press(page, "Proof");
        press(page, "Verify now");
        shows(page, "The record is intact");
    }
}
