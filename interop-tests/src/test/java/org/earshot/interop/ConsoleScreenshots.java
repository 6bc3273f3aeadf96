package org.earshot.interop;

import static org.earshot.interop.ConsoleSteps.PASSWORD;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.link;
import static org.earshot.interop.ConsoleSteps.logIn;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.pressIn;
import static org.earshot.interop.ConsoleSteps.quoted;
import static org.earshot.interop.ConsoleSteps.secret;
import static org.earshot.interop.ConsoleSteps.send;
import static org.earshot.interop.ConsoleSteps.shows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;

/// Pictures of every page of the console of a running server, with two phones that speak and write: `bin/screenshots-console`. Each tab of each page is found by
/// itself, so that a new one is in it; light, dark, and as wide as a mobile phone.
final class ConsoleScreenshots {
    private static final Map<String, String> PEOPLE =
            Map.of(
                    "alice", "Alice Baker",
                    "bob", "Bob Carter",
                    "carol", "Carol Dunn",
                    "dave", "Dave Evans");

    private final Path folder;
    private final Chromium.Page page;
    private int pictures;

    private ConsoleScreenshots(Path folder, Chromium.Page page) {
        this.folder = folder;
        this.page = page;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (Lab lab = Lab.of("console-pictures")) {
            run(lab, folder);
        }
    }

    private static void run(Lab lab, Path folder) throws Exception {
        EarshotServer server =
                EarshotServer.start(
                        lab,
                        "console.listen=127.0.0.1:0",
                        "https.listen=127.0.0.1:0",
                        "security.trusted=127.0.0.0/8");
        for (Map.Entry<String, String> person : PEOPLE.entrySet()) {
            ask(
                    server,
                    "pw" + person.getKey(),
                    "user",
                    "add",
                    person.getKey(),
                    "--display-name=" + person.getValue(),
                    "--password-stdin");
        }
        ask(server, "contract", "lexicon", "add", "contracts", "--text-stdin");
        ask(server, "", "user", "close", "dave");
        Chromium.Page page = Chromium.start(lab, "--lang=en-US").open(link(server));
        ConsoleScreenshots on = new ConsoleScreenshots(folder, page);
        page.await("!!document.forms[0]?.elements.namedItem('again')", 20);
        on.picture("setup");
        send(page, "name", "adam", "password", PASSWORD, "again", PASSWORD);
        String ofAdam = secret(page);
        press(page, "Appoint an officer now");
        page.await("!!document.forms[0]?.elements.namedItem('again')", 20);
        send(page, "name", "olga", "password", PASSWORD, "again", PASSWORD);
        String ofOlga = secret(page);
        press(page, "Go on to the log-in");
        page.await("!!document.forms[0]?.elements.namedItem('code')", 20);
        on.picture("login");
        logIn(page, "adam", ofAdam);
        happenings(lab, server);
        page.await(
                "document.querySelectorAll('.tile')[1]?.querySelector('dd')?.textContent === '1'",
                30);
        for (JsonNode name :
                page.evaluate(
                        "[...document.querySelectorAll('nav a')].map(a => a.hash.slice(2))")) {
            on.page(name.asText());
        }
        on.administratorsDialogs();
        press(page, "Log out");
        logIn(page, "olga", ofOlga);
        page.await("!!document.querySelector('nav')", 20);
        page.evaluate("location.hash = '#/compliance'");
        page.await(
                "(() => { if (document.body.innerText.includes('contract')) return true;"
                        + " const f = document.forms[0]; if (!f?.elements.words) return false; f.elements.words.value = 'contract'; f.requestSubmit(); return false; })()",
                30);
        on.picture("officer-search");
        press(page, "Conversation");
        page.await("!!document.querySelector('.talk li.found')", 20);
        on.picture("officer-conversation");
        on.officersTasks();
        System.out.println(on.pictures + " pictures in " + folder);
    }

    private static void ask(EarshotServer server, String input, String... command)
            throws IOException {
        AdminAnswer answer =
                AdminClient.ask(server.data(), new AdminRequest(List.of(command), input))
                        .orElseThrow();
        if (answer.status() != 0) {
            throw new IOException(answer.errors());
        }
    }

    private void administratorsDialogs() throws Exception {
        go(page, "people");
        dialog("New person", "people-new");
        press(page, "Cancel");
        dialog("Invite", "people-invite");
        press(page, "Cancel");
        pressIn(page, "alice@", "Phone");
        picture("people-phone");
        send(page, "label", "desk 12", "phone", "yealink");
        shows(page, "Link to the file");
        picture("people-phone-link");
        press(page, "Close");
        go(page, "calls");
        page.await(
                "(() => { const a = document.querySelector('a.button[aria-label*=\"nobody@\"]'); a?.click(); return !!a; })()",
                20);
        page.await("!!document.querySelector('svg.ladder .rung')", 20);
        picture("call-failed");
    }

    private void officersTasks() throws Exception {
        dialog("Place a hold", "officer-hold");
        send(page, "name", "case-7", "reason", "Baker against Carter, 7 O 12/26");
        shows(page, "The hold is placed.");
        press(page, "Holds");
        shows(page, "case-7");
        picture("officer-holds");
        press(page, "Review");
        dialog("Read", "officer-review");
        press(page, "Cancel");
        press(page, "Proof");
        press(page, "Verify now");
        shows(page, "The record is intact");
        picture("officer-proof");
        go(page, "security");
        press(page, "Roles");
        dialog("New role", "officer-new-role");
        press(page, "Cancel");
        go(page, "people");
        press(page, "Closed");
        dialog("Export", "officer-leaver-export");
        press(page, "Cancel");
        dialog("Anonymise", "officer-leaver-anonymise");
    }

    private void dialog(String button, String name) throws Exception {
        press(page, button);
        page.await("!!document.querySelector('dialog[open] form')", 20);
        picture(name);
    }

    /// A call that goes on, one that failed, messages, and logins that failed.
    private static void happenings(Lab lab, EarshotServer server) throws Exception {
        EarshotPhone alice =
                EarshotPhone.overTls(
                        lab,
                        server,
                        "alice",
                        Recording.speech(lab, "alice").toString(),
                        "--audio-out",
                        "null");
        EarshotPhone.overTls(
                lab,
                server,
                "bob",
                Recording.speech(lab, "bob").toString(),
                "--audio-out",
                "null",
                "--auto-answer");
        alice.tell("message bob The contract is signed; I send it after lunch.");
        alice.tell("call sip:nobody@127.0.0.1");
        alice.call("ended");
        alice.tell("call sip:bob@127.0.0.1");
        alice.call("established");
    }

    /// A page and its tabs.
    private void page(String name) throws Exception {
        page.evaluate("location.hash = " + quoted("#/" + name));
        page.await(
                "document.querySelector('nav [aria-current]')?.hash === " + quoted("#/" + name),
                20);
        loaded();
        int tabs = page.evaluate("document.querySelectorAll('[role=tab]').length").asInt();
        picture(name);
        for (int i = 1; i < tabs; i++) {
            String text =
                    page.evaluate(
                                    "(() => { const tab = document.querySelectorAll('[role=tab]')[%d]; tab.click(); return tab.textContent; })()"
                                            .formatted(i))
                            .asText();
            loaded();
            picture(
                    name
                            + "-"
                            + text.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
        }
    }

    private void loaded() throws Exception {
        page.await(
                "![...document.querySelectorAll('main [role=status]')].some(e => e.textContent === 'One moment …')",
                20);
    }

    private void picture(String name) throws Exception {
        shoot(name, 1280, 900, false);
        shoot(name + "-dark", 1280, 900, true);
        shoot(name + "-phone", 390, 844, false);
        page.size(1280, 900, false);
    }

    private void shoot(String name, int width, int height, boolean dark) throws Exception {
        page.size(width, height, dark);
        // until what changes with the size and the colours has changed
        page.evaluate(
                "Promise.all(document.getAnimations().map(a => a.finished.catch(() => 0))).then(() => new Promise(done => setTimeout(() => done(true), 300)))");
        page.evaluate(
                "document.querySelector('nav [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })");
        Files.write(folder.resolve(name + ".png"), page.picture());
        pictures++;
    }
}
