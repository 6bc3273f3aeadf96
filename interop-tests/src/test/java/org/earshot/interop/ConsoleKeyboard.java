package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Somebody who has a keyboard and nothing else. Wherever the Tab key leads them they must see where they are.
final class ConsoleKeyboard {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_STOPS = 60;
    private static final int SHIFT = 8;

    /// What has the focus, in words; with "unseen" in front where nothing shows that it has it, or it is out of sight.
    private static final String FOCUSED =
            """
            (() => {
              const e = document.activeElement;
              if (!e || e === document.body) return 'nothing';
              const words = e.tagName.toLowerCase() + ' ' + (e.name || e.getAttribute('aria-label') || e.textContent || '').trim().slice(0, 40);
              if (e.matches('h1, dialog')) return words;
              const ring = one => { const s = getComputedStyle(one); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
              const box = e.getBoundingClientRect();
              const inSight = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
              return (inSight && (ring(e) || ring(e.parentElement)) ? '' : 'unseen ') + words;
            })()
            """;

    private final Chromium.Page page;

    /// @param page behaves from now on as the one in front
    ConsoleKeyboard(Chromium.Page page) throws InterruptedException {
        this.page = page;
        page.command(
                "Emulation.setFocusEmulationEnabled", JSON.createObjectNode().put("enabled", true));
    }

    void tab() throws InterruptedException {
        key("Tab", 9, "", 0);
        seen();
    }

    void tabBack() throws InterruptedException {
        key("Tab", 9, "", SHIFT);
        seen();
    }

    void enter() throws InterruptedException {
        key("Enter", 13, "\r", 0);
    }

    void space() throws InterruptedException {
        key(" ", 32, " ", 0);
    }

    void escape() throws InterruptedException {
        key("Escape", 27, "", 0);
    }

    void arrowRight() throws InterruptedException {
        key("ArrowRight", 39, "", 0);
        seen();
    }

    void type(String text) throws InterruptedException {
        page.command("Input.insertText", JSON.createObjectNode().put("text", text));
    }

    /// Goes on by the Tab key until something has the focus.
    ///
    /// @param condition of the element `e`
    void tabTo(String condition) throws InterruptedException {
        to(condition, 0);
    }

    void tabBackTo(String condition) throws InterruptedException {
        to(condition, SHIFT);
    }

    private void to(String condition, int modifiers) throws InterruptedException {
        StringBuilder stops = new StringBuilder();
        for (int i = 0; i < MOST_STOPS; i++) {
            key("Tab", 9, "", modifiers);
            seen();
            if (has(condition)) {
                return;
            }
            stops.append(page.evaluate(FOCUSED).asText()).append("; ");
        }
        throw new AssertionError("not reached: " + condition + "; stops: " + stops);
    }

    /// Waits until something has the focus.
    ///
    /// @param condition of the element `e`
    void isAt(String condition) throws InterruptedException {
        try {
            page.await("(e => !!e && (" + condition + "))(document.activeElement)", 20);
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "; focus: " + page.evaluate(FOCUSED).asText(), e);
        }
    }

    private boolean has(String condition) throws InterruptedException {
        return page.evaluate("(e => !!e && !!(" + condition + "))(document.activeElement)")
                .asBoolean();
    }

    private void seen() throws InterruptedException {
        assertThat(page.evaluate(FOCUSED).asText()).doesNotStartWith("unseen");
    }

    private void key(String key, int code, String text, int modifiers) throws InterruptedException {
        ObjectNode down =
                JSON.createObjectNode()
                        .put("type", text.isEmpty() ? "rawKeyDown" : "keyDown")
                        .put("key", key)
                        .put("code", key.isBlank() ? "Space" : key)
                        .put("windowsVirtualKeyCode", code)
                        .put("modifiers", modifiers);
        if (!text.isEmpty()) {
            down.put("text", text);
        }
        page.command("Input.dispatchKeyEvent", down);
        page.command(
                "Input.dispatchKeyEvent",
                JSON.createObjectNode()
                        .put("type", "keyUp")
                        .put("key", key)
                        .put("code", key.isBlank() ? "Space" : key)
                        .put("windowsVirtualKeyCode", code)
                        .put("modifiers", modifiers));
    }
}
