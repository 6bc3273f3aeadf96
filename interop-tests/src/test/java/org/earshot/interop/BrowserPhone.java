package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.earshot.interop.Chromium.Page;

/// A person's phone in a web page, made with JsSIP (`interop-tests/browser`).
final class BrowserPhone {
    private final Page page;

    private BrowserPhone(Page page) {
        this.page = page;
    }

    /// Opens the page, and logs in.
    static BrowserPhone start(Chromium chromium, String address, String name, String socket)
            throws Exception {
        Page page = chromium.open(address);
        page.await("typeof window.phone === 'object'", 20);
        page.evaluate(
                "phone.register('%s', 'sip:%s@127.0.0.1', 'pw%s')".formatted(socket, name, name));
        return new BrowserPhone(page);
    }

    BrowserPhone registered() throws InterruptedException {
        heard("registered", 20);
        return this;
    }

    /// Waits for what it hears.
    String heard(String beginning, int seconds) throws InterruptedException {
        try {
            return page.await("phone.take('" + beginning + "')", seconds).asText();
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "; heard: " + page.evaluate("phone.all()"), e);
        }
    }

    void tell(String call) throws InterruptedException {
        page.evaluate("phone." + call);
    }

    /// Whether speech comes, and how it is encrypted.
    void hears() throws InterruptedException {
        page.await("phone.audio().then(a => a.packets > 100 && a.energy > 0)", 20);
        JsonNode audio = page.evaluate("phone.audio()");
        assertThat(audio.path("dtls").asText()).isEqualTo("connected");
        assertThat(audio.path("cipher").asText()).isNotEmpty();
    }

    void close() throws InterruptedException {
        page.close();
    }
}
