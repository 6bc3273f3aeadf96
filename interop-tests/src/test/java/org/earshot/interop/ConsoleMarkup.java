package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/// What the server answers to a page, with markup behind every text in it that is not a date: as if whoever may write something somewhere had written that.
/// So no place is left out in which a page shows a text, whatever it comes from.
final class ConsoleMarkup {
    static final String WORD = "<img src=x onerror=window.owned=1>";

    /// What a page decides by stays: else it would show less.
    private static final String STAYS =
            "['id', 'kind', 'role', 'state', 'verdict', 'outcome', 'result']";

    private static final String BEGIN =
            "(() => { const stays = "
                    + STAYS
                    + "; const mark = (v, key) => typeof v === 'string' ? (/^\\d{4}-\\d\\d-\\d\\dT/.test(v) || stays.includes(key) && /^[a-z0-9-]*$/.test(v) ? v : v + ' "
                    + WORD
                    + "') : Array.isArray(v) ? v.map(one => mark(one, key)) : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, one]) => [k, mark(one, k)])) : v;"
                    + " const ask = window.fetch.bind(window);"
                    + " window.fetch = async (path, how) => { const answer = await ask(path, how);"
                    + " if (!String(path).startsWith('/api/') || String(path).endsWith('/session') || !(answer.headers.get('Content-Type') ?? '').includes('json')) return answer;"
                    + " return new Response(JSON.stringify(mark(await answer.json(), '')), { status: answer.status, headers: answer.headers }); };"
                    + " const listening = Object.getOwnPropertyDescriptor(EventSource.prototype, 'onmessage');"
                    + " Object.defineProperty(EventSource.prototype, 'onmessage', { set(heard) { listening.set.call(this, event => { const look = JSON.parse(event.data); look.alarms.push('an alarm'); look.warnings = ['a warning'];"
                    + " look.checks.push({ check: 'a check', good: false, problem: 'its problem' }); heard({ data: JSON.stringify(mark(look, '')) }); }); } });"
                    + " return true; })()";

    private ConsoleMarkup() {}

    /// From now on, until the page is loaded anew.
    static void begin(Chromium.Page page) throws InterruptedException {
        assertThat(page.evaluate(BEGIN).asBoolean()).isTrue();
    }

    /// None of it has become a part of the page.
    ///
    /// @return whether some of it stands there to be read
    static boolean isText(Chromium.Page page, String place) throws InterruptedException {
        JsonNode seen =
                page.evaluate(
                        "({ owned: window.owned !== undefined || !!document.querySelector('img[src=x]'), read: document.body.textContent.includes('"
                                + WORD
                                + "') })");
        assertThat(seen.path("owned").asBoolean()).as("markup became a part of " + place).isFalse();
        return seen.path("read").asBoolean();
    }

    /// The same of what an open dialog or the page shows after something was done, and some of it has to stand there.
    static void isTextOf(Chromium.Page page, String place) throws InterruptedException {
        page.await(
                "(document.querySelector('dialog[open]') ?? document.querySelector('main')).textContent.includes('"
                        + WORD
                        + "')",
                20);
        assertThat(isText(page, place)).as(place).isTrue();
    }
}
