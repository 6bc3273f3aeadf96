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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Pictures of every page of the console of a running server, with two phones that speak and write: `bin/screenshots-console`. Each tab of each page is found by
/// itself, so that a new one is in it; light, dark, and as wide as a mobile phone.
final class ConsoleScreenshots {
    private final Path folder;
    private final Chromium.Page page;
    private int pictures;

    private ConsoleScreenshots(Path folder, Chromium.Page page) {
        this.folder = folder;
        this.page = page;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Path place = Path.of(arguments[1]);
        try (Lab lab = Lab.of("terminal-pictures")) {
            System.out.println(
                    TerminalScreenshots.take(lab, place, folder) + " pictures of commands");
        }
        try (Lab lab = Lab.of("network-pictures")) {
            System.out.println(
                    NetworkScreenshots.take(
                                    lab, Files.createDirectory(place.resolve("more")), folder)
                            + " pictures of several servers");
        }
        try (Lab lab = Lab.of("console-pictures")) {
            run(lab, folder);
        }
    }

    private static void run(Lab lab, Path folder) throws Exception {
        ConsoleScene scene = ConsoleScene.open(lab, lab.privateFolder("organisation"));
        Chromium.Page page = Chromium.start(lab, "--lang=en-US").open(link(scene.server()));
        ConsoleScreenshots on = new ConsoleScreenshots(folder, page);
        page.await("!!document.forms[0]?.elements.namedItem('again')", 20);
        on.picture("setup");
        send(page, "name", "adam", "password", PASSWORD, "again", PASSWORD);
        String ofAdam = secret(page);
        press(page, "Appoint an officer now");
        page.await("!!document.forms[0]?.elements.namedItem('again')", 20);
        send(page, "name", "olga", "password", PASSWORD, "again", PASSWORD);
        String ofOlga = secret(page);
        on.picture("setup-code");
        press(page, "Go on to the log-in");
        page.await("!!document.forms[0]?.elements.namedItem('code')", 20);
        page.evaluate("location.hash = '#/live'");
        shows(page, "Example ID");
        on.picture("login");
        logIn(page, "adam", ofAdam);
        on.firstSteps();
        scene.logsInByTheProvider("adam");
        scene.comesAlive();
        page.await(
                "document.querySelectorAll('.tile')[1]?.querySelector('dd')?.textContent === '1'",
                30);
        for (JsonNode name :
                page.evaluate(
                        "[...document.querySelectorAll('nav a')].map(a => a.hash.slice(2))")) {
            on.page(name.asText());
        }
        scene.hangUp();
        on.peopleTasks();
        on.callTasks();
        scene.theDirectoryChanges();
        on.settingsTasks();
        press(page, "Log out");
        logIn(page, "olga", ofOlga);
        page.await("!!document.querySelector('nav')", 20);
        page.evaluate("location.hash = '#/compliance'");
        page.await(
                "(() => { if (document.body.innerText.includes('contract')) return true;"
                        + " const f = document.forms[0]; if (!f?.elements.words) return false; f.elements.words.value = 'contract'; f.requestSubmit(); return false; })()",
                30);
        on.picture("officer-search");
        press(page, "Export");
        shows(page, "SHA-256 of manifest.json");
        on.picture("officer-exported");
        press(page, "Conversation");
        page.await("!!document.querySelector('.talk li.found')", 20);
        on.picture("officer-conversation");
        on.officersTasks();
        System.out.println(on.pictures + " pictures in " + folder);
    }

    private void firstSteps() throws Exception {
        page.await("!!document.querySelector('nav')", 20);
        page.evaluate("location.hash = '#/start'");
        page.await("!!document.querySelector('main pre')", 20);
        loaded();
        picture("start");
        page.evaluate("location.hash = '#/live'");
    }

    private void peopleTasks() throws Exception {
        go(page, "people");
        dialog("New person", "people-new");
        press(page, "Cancel");
        dialog("Invite", "people-invite");
        press(page, "Cancel");
        dialog("Import CSV", "people-import");
        page.evaluate(
                "(() => { const t = document.querySelector('dialog[open] textarea'); t.value = 'name,displayName,password\\nheidi,Heidi Ives,\\nivan,Ivan James,\\nadmin,Somebody else,'; t.dispatchEvent(new Event('input', { bubbles: true })); })()");
        press(page, "Check");
        page.await("!!document.querySelector('dialog[open] .notice li')", 20);
        picture("people-import-checked");
        press(page, "Cancel");
        pressIn(page, "alice@", "Phone");
        picture("people-device");
        send(page, "label", "desk 12", "phone", "yealink");
        shows(page, "Link to the file");
        picture("people-device-link");
        press(page, "Close");
        press(page, "Groups");
        pressIn(page, "team@", "Members");
        page.await("!!document.querySelector('dialog[open] form')", 20);
        picture("people-group-members");
        press(page, "Cancel");
    }

    private void callTasks() throws Exception {
        call("nobody@");
        picture("call-failed");
        call("bob@");
        page.await(
                "(() => { if (document.querySelectorAll('.measure').length > 3) return true;"
                        + " [...document.querySelectorAll('button')].find(b => b.textContent === 'Reload')?.click(); return false; })()",
                30);
        picture("call-answered");
        page.evaluate(
                "[...document.querySelectorAll('h2')].at(-1).scrollIntoView({ block: 'center' })");
        picture("call-heard");
        go(page, "routing");
        send(page, "number", "030 999", "from", "alice");
        page.await("!!document.querySelector('main ol')", 20);
        page.evaluate("document.querySelector('main ol').scrollIntoView({ block: 'center' })");
        picture("routing-test");
    }

    private void call(String to) throws Exception {
        go(page, "calls");
        page.await(
                "(() => { const a = document.querySelector('a.button[aria-label*=\""
                        + to
                        + "\"]'); a?.click(); return !!a; })()",
                20);
        page.await("!!document.querySelector('svg.ladder .rung')", 20);
    }

    private void settingsTasks() throws Exception {
        go(page, "settings");
        page.await("!!document.querySelector('main input[type=search]')", 20);
        page.evaluate(
                "(() => { const f = document.querySelector('main input[type=search]'); f.value = 'tracing'; f.dispatchEvent(new Event('input', { bubbles: true })); })()");
        shows(page, "tracing.share");
        picture("settings-tracing");
        press(page, "Directory");
        press(page, "Test the connection");
        shows(page, "The directory can be read.");
        picture("settings-directory-tested");
        press(page, "What would change?");
        page.await("!!document.querySelector('main h3')", 20);
        page.evaluate("document.querySelector('main h3').scrollIntoView({ block: 'center' })");
        picture("settings-directory-changes");
        press(page, "Configuration file");
        page.await("!!document.querySelector('#configuration')?.value", 20);
        page.evaluate(
                "(() => { const t = document.querySelector('#configuration'); t.value = t.value.replace('share: 0.1', 'share: 10'); t.dispatchEvent(new Event('input', { bubbles: true })); })()");
        press(page, "Try");
        page.await("!!document.querySelector('.result .notice.bad')", 20);
        picture("settings-configuration-wrong");
        page.evaluate(
                "(() => { const t = document.querySelector('#configuration'); t.value = t.value.replace('share: 10', 'share: 0.2'); t.dispatchEvent(new Event('input', { bubbles: true })); })()");
        press(page, "Apply");
        page.await("!!document.querySelector('dialog[open] form')", 20);
        picture("settings-configuration-apply");
        press(page, "Cancel");
        press(page, "Undo my changes");
        go(page, "security");
        press(page, "API tokens");
        dialog("New token", "security-new-token");
        press(page, "Cancel");
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
        shows(page, "subject of adam");
        picture("officer-roles");
        dialog("Untie", "officer-untie");
        press(page, "Cancel");
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
