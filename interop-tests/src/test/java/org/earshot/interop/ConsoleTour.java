package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A walk through every page of the console and every tab on it, which finds them by itself.
final class ConsoleTour {
    private static final String LOADED =
            "![...document.querySelectorAll('main [role=status]')].some(e => ['One moment …', 'Einen Augenblick …'].includes(e.textContent))";
    private static final String SEEN =
            "({ owned: window.owned !== undefined || !!document.querySelector('img[src=x]'), problems: [...document.querySelectorAll('.notice.bad')].map(e => e.textContent),"
                    + " buttons: [...document.querySelectorAll('main button')].map(e => e.textContent.trim()), text: document.querySelector('main').innerText })";

    private final Map<String, Set<String>> buttons = new TreeMap<>();
    private final Map<String, String> texts = new TreeMap<>();

    /// What else is done at each place, such as `people` or `people, Groups`.
    @FunctionalInterface
    interface Stop {
        void at(String place) throws Exception;
    }

    /// Goes everywhere. Nowhere may a page say that something went wrong, or may markup that somebody wrote have become a part of it.
    static ConsoleTour of(Chromium.Page page, Stop stop) throws Exception {
        ConsoleTour tour = new ConsoleTour();
        walk(page, place -> tour.look(page, place, stop));
        return tour;
    }

    /// Goes everywhere, whatever stands there.
    static void walk(Chromium.Page page, Stop stop) throws Exception {
        for (JsonNode name :
                page.evaluate(
                        "[...document.querySelectorAll('nav a')].map(a => a.hash.slice(2))")) {
            ConsoleSteps.go(page, name.asText());
            page.await(LOADED, 20);
            stop.at(name.asText());
            int tabs = page.evaluate("document.querySelectorAll('[role=tab]').length").asInt();
            for (int i = 1; i < tabs; i++) {
                String text =
                        page.evaluate(
                                        "(() => { const tab = document.querySelectorAll('[role=tab]')[%d]; tab.click(); return tab.textContent; })()"
                                                .formatted(i))
                                .asText();
                page.await(
                        "document.querySelectorAll('[role=tab]')[%d].ariaSelected === 'true' && %s"
                                .formatted(i, LOADED),
                        20);
                stop.at(name.asText() + ", " + text);
            }
        }
        // what the menu does not have
        page.evaluate("location.hash = '#/start'");
        page.await("!document.querySelector('nav [aria-current]') && " + LOADED, 20);
        stop.at("start");
    }

    private void look(Chromium.Page page, String place, Stop stop) throws Exception {
        JsonNode seen = page.evaluate(SEEN);
        assertThat(seen.path("owned").asBoolean()).as("markup became a part of " + place).isFalse();
        assertThat(seen.path("problems")).as(place).isEmpty();
        Set<String> labels = new TreeSet<>();
        seen.path("buttons").forEach(label -> labels.add(label.asText()));
        buttons.put(place, labels);
        texts.put(place, seen.path("text").asText());
        stop.at(place);
    }

    /// The buttons of a place.
    Set<String> buttons(String place) {
        return buttons.getOrDefault(place, Set.of());
    }

    /// Those of all places.
    Set<String> buttons() {
        Set<String> all = new TreeSet<>();
        buttons.values().forEach(all::addAll);
        return all;
    }

    Set<String> places() {
        return texts.keySet();
    }

    /// What stands there to be read.
    String text(String place) {
        return texts.getOrDefault(place, "");
    }
}
