package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.administrator;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.shows;
import static org.earshot.interop.ConsoleSteps.sip;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// Lists of the console in a real browser: more phones than a page has room for, and files that are held back.
class ConsoleListsIT {
    private static final int PHONES = 105;
    private static final String NAMED = "<img src=x onerror=window.owned=1>.zip";

    private static void rows(Chromium.Page page, int count) throws Exception {
        page.await(
                "document.querySelector('.card tbody')?.querySelectorAll('tr').length === " + count,
                20);
    }

    private static boolean says(Chromium.Page page, String text) throws Exception {
        return page.evaluate("document.body.innerText.includes('" + text + "')").asBoolean();
    }

    @Test
    void phonesAreTurnedPageByPage() throws Exception {
        try (Lab lab = Lab.of("console-phones")) {
            EarshotServer server =
                    EarshotServer.start(
                            lab, "console.listen=127.0.0.1:0", "security.trusted=127.0.0.0/8");
            List<Future<String>> registering = new ArrayList<>();
            // side by side: their rows share commits
            try (ExecutorService all = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < PHONES; i++) {
                    String name = "p%03d".formatted(i);
                    registering.add(
                            all.submit(() -> {
                                server.withUser(name, "correct horse battery");
                                return sip(server, "REGISTER", name, "Expires: 600|");
                            }));
                }
            }
            for (Future<String> one : registering) {
                assertThat(one.get()).contains(" 200 OK");
            }
            Chromium.Page page = administrator(lab, server);
            go(page, "phones");
            rows(page, 100);
            shows(page, "p099@127.0.0.1");
            assertThat(says(page, "p100@127.0.0.1")).isFalse();
            press(page, "Next");
            rows(page, PHONES - 100);
            shows(page, "p104@127.0.0.1");
            assertThat(says(page, "p099@127.0.0.1")).isFalse();
            press(page, "Back");
            rows(page, 100);
            press(page, "Next");
            rows(page, PHONES - 100);
            // a search begins at the first page
            page.evaluate(
                    "(() => { const f = document.querySelector('input[type=search]'); f.value = 'p00'; f.dispatchEvent(new Event('input', { bubbles: true })); })()");
            rows(page, 10);
            shows(page, "p000@127.0.0.1");
        }
    }

    @Test
    void aFileThatIsHeldBackIsSeenAndReleased() throws Exception {
        try (Lab lab = Lab.of("console-held")) {
            EarshotServer server =
                    EarshotServer.start(
                                    lab,
                                    "console.listen=127.0.0.1:0",
                                    "https.listen=127.0.0.1:0",
                                    "files.way=store",
                                    "files.quarantine.keep=7d")
                            .withUser("alice", "pwalice")
                            .withUser("bob", "pwbob");
            EarshotPhone alice = phone(lab, server, "alice");
            EarshotPhone bob = phone(lab, server, "bob");
            alice.tell("send bob " + zip(lab.file(NAMED)));
            alice.event("file", 120, event -> event.path("state").asText().equals("blocked"));

            Chromium.Page page = administrator(lab, server);
            go(page, "security");
            press(page, "Held files");
            shows(page, NAMED);
            assertThat(
                            page.evaluate(
                                            "window.owned === undefined && !document.querySelector('img[src=x]')")
                                    .asBoolean())
                    .isTrue();
            shows(page, "in it, setup.bin: it is a program (Windows)");
            shows(page, "alice@127.0.0.1");
            press(page, "Release");
            shows(page, "Release " + NAMED + "?");
            page.await(
                    "(() => { const f = document.querySelector('dialog[open] form'); if (f) f.requestSubmit(); return !!f; })()",
                    20);
            shows(page, "Nothing is held back");
            bob.event("message", 120, event -> event.path("text").asText().contains(NAMED + " ("));
            assertThat(server.admin("file", "quarantine", "list")).contains("nothing is held back");
        }
    }

    private static EarshotPhone phone(Lab lab, EarshotServer server, String name) {
        return EarshotPhone.overTls(
                lab, server, name, "silence", "--audio-out", "null", "--blocked-files", "none");
    }

    private static Path zip(Path file) throws Exception {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("setup.bin"));
            out.write(Arrays.copyOf(new byte[] {'M', 'Z', (byte) 0x90, 0}, 5000));
        }
        return file;
    }
}
