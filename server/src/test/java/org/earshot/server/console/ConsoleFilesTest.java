package org.earshot.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.server.ladder.CallCause;
import org.earshot.server.ladder.Outcome;
import org.earshot.server.ladder.Step;
import org.junit.jupiter.api.Test;

class ConsoleFilesTest {
    private static final Pattern SAID = Pattern.compile("\\bt\\('([a-zA-Z.-]*[a-zA-Z])'");

    /// Where a page leads is ours, but for what stands behind our own beginning of it.
    private static final Pattern ADDRESS_FROM_ELSEWHERE =
            Pattern.compile("\\b(href|src|formaction)=\\$\\{(?!'#/)");

    /// A number, and what is counted in the form for many.
    private static final Pattern MANY =
            Pattern.compile("\\{n} (?:(?:SIP )?[a-z]+s\\b|were\\b|are\\b)");

    private static final Pattern PLACE = Pattern.compile("\\{[a-z]+}");

    /// A word that is said twice is an error.
    private static final ObjectMapper JSON =
            new ObjectMapper(
                    JsonFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build());

    private static String text(String name) throws IOException {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static Map<String, String> words(String language) throws IOException {
        Map<String, String> words = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                JSON.readTree(text(language + ".json")).properties()) {
            words.put(entry.getKey(), entry.getValue().textValue());
        }
        return words;
    }

    @Test
    void bothLanguagesSayTheSameThingsWithTheSamePlaces() throws IOException {
        Map<String, String> german = words("de");
        Map<String, String> english = words("en");
        assertThat(german.keySet()).isEqualTo(english.keySet());
        assertThat(german.values()).noneMatch(String::isBlank);
        english.forEach((key, text) ->
                assertThat(PLACE.matcher(german.get(key)).results().map(r -> r.group()).sorted())
                        .as(key)
                        .containsExactlyElementsOf(
                                PLACE.matcher(text)
                                        .results()
                                        .map(r -> r.group())
                                        .sorted()
                                        .toList()));
    }

    @Test
    void oneThingIsNotSaidAsManyThings() throws IOException {
        for (String language : new String[] {"en", "de"}) {
            Map<String, String> words = words(language);
            words.forEach((key, text) -> {
                if (key.endsWith(".one")) {
                    String many = key.substring(0, key.length() - ".one".length());
                    assertThat(words.get(many)).as(key).contains("{n}");
                    assertThat(text).as(key).contains("{n}");
                }
            });
        }
        Map<String, String> english = words("en");
        english.forEach((key, text) -> {
            if (!key.endsWith(".one") && MANY.matcher(text).find()) {
                assertThat(english.keySet()).contains(key + ".one");
            }
        });
    }

    @Test
    void whateverAPageSaysHasWords() throws IOException {
        Map<String, String> words = words("en");
        for (String name : ConsoleFiles.NAMES) {
            if (name.endsWith(".js")) {
                Matcher said = SAID.matcher(text(name));
                while (said.find()) {
                    assertThat(words).as(name).containsKey(said.group(1));
                }
            }
        }
    }

    @Test
    void eachCauseOfACallHasItsWords() throws IOException {
        Map<String, String> english = words("en");
        Map<String, String> german = words("de");
        for (CallCause cause : CallCause.values()) {
            String key = "why." + cause.key();
            assertThat(english).containsEntry(key, cause.text(0).replace(" 0", " {status}"));
            if (!cause.advice().isEmpty()) {
                assertThat(english).containsEntry(key + ".advice", cause.advice());
                assertThat(german).containsKey(key + ".advice");
            }
        }
        for (Step.Meaning meaning : Step.Meaning.values()) {
            assertThat(english).containsEntry("step." + meaning.key(), meaning.text());
        }
        for (Outcome outcome : Outcome.values()) {
            assertThat(english).containsKey("outcome." + outcome.text());
        }
    }

    @Test
    void nothingIsWrittenPastTheFramework() throws IOException {
        for (String name : ConsoleFiles.NAMES) {
            if (name.endsWith(".js")) {
                // what somebody wrote can't become markup then
                assertThat(text(name))
                        .as(name)
                        .doesNotContain(
                                "innerHTML",
                                "outerHTML",
                                "dangerouslySetInnerHTML",
                                "insertAdjacentHTML",
                                "setHTML",
                                "createContextualFragment",
                                "DOMParser",
                                "srcdoc",
                                "document.write",
                                "eval(",
                                "new Function",
                                "javascript:")
                        .doesNotContainPattern(ADDRESS_FROM_ELSEWHERE);
            }
        }
        assertThat(text("index.html")).doesNotContain("<script>", "style=", "onclick", "http:");
    }
}
