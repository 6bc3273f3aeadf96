package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

/// What a page of the console shows in the window of a mobile phone, in German: whether it fits, and whether some of it is English still.
final class ConsoleOnAPhone {
    /// Words of one language that the other one has otherwise, without places for names and numbers; short ones may be anything, and small ones names of commands.
    private static final String LEARN =
            "Promise.all(['en', 'de'].map(l => fetch('/console/' + l + '.json').then(a => a.json()))).then(([en, de]) => {"
                    + " window.english = Object.keys(en).filter(k => en[k] !== de[k] && en[k].length > 3 && /[A-Z ]/.test(en[k]) && !en[k].includes('{')).map(k => en[k].trim());"
                    + " window.keys = Object.keys(en); return window.english.length; })";

    /// Texts of one element alone, as they stand in the page.
    private static final String ENGLISH =
            "(() => { const said = new Set(window.english), keys = new Set(window.keys), left = [];"
                    + " const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
                    + " while (walk.nextNode()) { const text = walk.currentNode.textContent.trim();"
                    + " if ((keys.has(text) && text.includes('.') || said.has(text)) && !walk.currentNode.parentElement.closest('pre, code, textarea, .mono, option[lang], [lang=en]')) left.push(text); }"
                    + " for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], caption')) for (const a of ['aria-label', 'title', 'placeholder']) if (said.has((e.getAttribute(a) ?? '').trim())) left.push(a + ': ' + e.getAttribute(a));"
                    + " return [...new Set(left)].join(' | '); })()";

    /// What is wider than the window, and not in a place of its own that scrolls.
    private static final String WIDE =
            "(() => { const width = document.documentElement.clientWidth, wide = [];"
                    + " const scrolls = e => e && e !== document.body && (['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));"
                    + " if (document.scrollingElement.scrollWidth > width) wide.push('the page: ' + document.scrollingElement.scrollWidth);"
                    + " for (const e of document.querySelectorAll('main *')) { const r = e.getBoundingClientRect();"
                    + " if (r.width > 0 && r.height > 0 && r.right > width + 1 && !e.closest('.visually-hidden') && !scrolls(e.parentElement)) wide.push(e.localName + '.' + e.getAttribute('class') + ' to ' + Math.round(r.right)); }"
                    + " return wide.slice(0, 4).join(' | '); })()";

    private ConsoleOnAPhone() {}

    /// What would be English.
    static void learn(Chromium.Page page) throws InterruptedException {
        assertThat(page.evaluate(LEARN).asInt()).isGreaterThan(300);
    }

    static void isGerman(Chromium.Page page, String place) throws InterruptedException {
        assertThat(page.evaluate(ENGLISH).asText()).as("English in " + place).isEmpty();
    }

    static void fits(Chromium.Page page, String place) throws InterruptedException {
        assertThat(page.evaluate(WIDE).asText()).as("wider than a phone: " + place).isEmpty();
    }
}
