package org.earshot.interop;

import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.pressIn;
import static org.earshot.interop.ConsoleSteps.send;

/// What pages show after somebody did something there, while every text of every answer has markup ([ConsoleMarkup]): a call's ladder, what was found and
/// written, what came of a table, a test, a look into the directory or into the configuration, dialogs about somebody.
final class ConsoleAnswers {
    private final Chromium.Page page;

    ConsoleAnswers(Chromium.Page page) {
        this.page = page;
    }

    /// All of it is text.
    void areText() throws Exception {
        ladder();
        people();
        routing();
        record();
        settings();
    }

    private void dialog(String what) throws Exception {
        page.await("!!document.querySelector('dialog[open]')", 20);
        ConsoleMarkup.isTextOf(page, what);
    }

    private void closed(String button) throws Exception {
        press(page, button);
        page.await("!document.querySelector('dialog[open]')", 20);
    }

    private void ladder() throws Exception {
        go(page, "calls");
        page.await(
                "(() => { const a = document.querySelector('a.button[aria-label*=\"carol@\"]'); a?.click(); return !!a; })()",
                20);
        page.await("!!document.querySelector('svg.ladder .rung')", 20);
        page.evaluate("document.querySelector('main details').open = true");
        ConsoleMarkup.isTextOf(page, "a call");
    }

    private void people() throws Exception {
        go(page, "people");
        press(page, "Import CSV");
        page.await("!!document.querySelector('dialog[open] textarea')", 20);
        page.evaluate(
                "(() => { const t = document.querySelector('dialog[open] textarea'); t.value = 'name,displayName\\n"
                        + ConsoleMarkup.WORD
                        + ",x'; t.dispatchEvent(new Event('input', { bubbles: true })); })()");
        press(page, "Check");
        page.await("!!document.querySelector('dialog[open] .notice li')", 20);
        dialog("a table that was checked");
        closed("Cancel");
        press(page, "Groups");
        pressIn(page, "team@127.0.0.1", "Members");
        dialog("a group's members");
        closed("Cancel");
        press(page, "Closed");
        pressIn(page, "leaver@127.0.0.1", "Anonymise");
        page.await("!!document.querySelector('dialog[open] form')", 20);
        ConsoleMarkup.isText(page, "who is anonymised");
        closed("Cancel");
    }

    private void routing() throws Exception {
        go(page, "routing");
        send(page, "number", "030 999", "from", "alice");
        page.await("!!document.querySelector('main .notice')", 20);
        ConsoleMarkup.isTextOf(page, "what would become of a number");
    }

    private void record() throws Exception {
        go(page, "compliance");
        // words are found a moment after the message is in the record
        page.await(
                "(() => { if (document.querySelector('.results li')) return true;"
                        + " const f = document.forms[0]; if (!f?.elements.words) return false; f.elements.words.value = 'zebrafinch'; f.requestSubmit(); return false; })()",
                30);
        ConsoleMarkup.isTextOf(page, "what was found");
        press(page, "Place a hold");
        page.await("!!document.querySelector('dialog[open] form')", 20);
        closed("Cancel");
        press(page, "Conversation");
        page.await("!!document.querySelector('.talk li, main .empty, main .notice.bad')", 20);
        ConsoleMarkup.isTextOf(page, "a conversation");
        press(page, "Review");
        press(page, "Read");
        dialog("what is reviewed");
        closed("Cancel");
        press(page, "Proof");
        press(page, "Verify now");
        page.await("!!document.querySelector('main pre')", 20);
        ConsoleMarkup.isTextOf(page, "a proof");
    }

    private void settings() throws Exception {
        go(page, "settings");
        press(page, "Configuration file");
        press(page, "Try");
        page.await("!!document.querySelector('.result .notice')", 20);
        ConsoleMarkup.isTextOf(page, "a configuration that was tried");
        press(page, "Directory");
        press(page, "What would change?");
        page.await("!!document.querySelector('main h3')", 20);
        ConsoleMarkup.isTextOf(page, "what the directory would change");
    }
}
