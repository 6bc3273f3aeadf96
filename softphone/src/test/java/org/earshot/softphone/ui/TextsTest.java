package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.Failure;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ui.desktop.Look;
import org.earshot.softphone.ui.model.Lock;
import org.earshot.softphone.ui.words.Texts;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Path SOURCES = Path.of("src/main/java/org/earshot/softphone/ui");

    /// A key stands alone in quotes: `Texts.get("…")`, `Buttons.words(b, "name", "…")` and so on.
    private static final Pattern QUOTED = Pattern.compile("\"([a-z][A-Za-z]*(?:[.-][A-Za-z]+)*)\"");

    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

    private static Set<String> keys(Locale language) {
        return new TreeSet<>(Collections.list(Texts.bundle(language).getKeys()));
    }

    @Test
    void everyLanguageHasTheSameKeysAndPlaces() {
        ResourceBundle english = Texts.bundle(Locale.ROOT);
        for (Locale language : Texts.LANGUAGES) {
            ResourceBundle words = Texts.bundle(language);
            assertThat(keys(language)).as("%s", language).isEqualTo(keys(Locale.ROOT));
            for (String key : keys(Locale.ROOT)) {
                assertThat(places(words.getString(key)))
                        .as("%s in %s", key, language)
                        .isEqualTo(places(english.getString(key)));
                assertThat(words.getString(key)).as("%s in %s", key, language).isNotBlank();
            }
        }
    }

    @Test
    void germanIsNotEnglish() {
        ResourceBundle english = Texts.bundle(Locale.ENGLISH);
        ResourceBundle german = Texts.bundle(Locale.GERMAN);
        List<String> same =
                keys(Locale.ROOT).stream()
                        .filter(key -> english.getString(key).equals(german.getString(key)))
                        .toList();
        assertThat(same)
                .containsExactlyInAnyOrder(
                        "page.chats",
                        "online",
                        "presence.offline",
                        "conversation.emoji",
                        "create.server",
                        "file.rate",
                        "login.server");
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(r -> r.group()).collect(Collectors.toSet());
    }

    @Test
    void everyKeyIsUsedAndEveryUsedKeyIsThere() throws IOException {
        Set<String> quoted = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher matcher = QUOTED.matcher(Files.readString(file));
                while (matcher.find()) {
                    quoted.add(matcher.group(1));
                }
            }
        }
        Set<String> used = new TreeSet<>(made());
        for (String word : quoted) {
            Stream.of(word, word + ".one", word + ".many")
                    .filter(keys(Locale.ROOT)::contains)
                    .forEach(used::add);
        }
        assertThat(keys(Locale.ROOT)).isEqualTo(used);
    }

    /// Keys that are put together of parts.
    private static Set<String> made() {
        Set<String> keys = new TreeSet<>();
        for (Page page : Page.values()) {
            keys.add("page." + page.word());
        }
        for (SettingsPages.Section section : SettingsPages.Section.values()) {
            keys.add("settings." + section.word());
            keys.add("settings." + section.word() + ".detail");
        }
        for (Failure failure : Failure.values()) {
            keys.add("why." + failure.word());
        }
        for (PeopleRow.Group group : PeopleRow.Group.values()) {
            keys.add("people.group." + group.name().toLowerCase(Locale.ROOT));
        }
        for (Availability availability : Availability.values()) {
            keys.add("presence." + availability.word());
        }
        for (Sound.Processing what : Sound.Processing.values()) {
            keys.add("voice." + what.word());
            keys.add("voice." + what.word() + ".why");
        }
        for (Sound.Use use : Sound.Use.values()) {
            keys.add("sound." + use.name().toLowerCase(Locale.ROOT));
        }
        for (Look look : Look.values()) {
            keys.add("look." + look.name().toLowerCase(Locale.ROOT));
        }
        for (Lock lock : Lock.values()) {
            if (lock != Lock.NONE) {
                keys.add("lock." + lock.name().toLowerCase(Locale.ROOT));
                keys.add("lock." + lock.name().toLowerCase(Locale.ROOT) + ".why");
            }
        }
        for (String name :
                List.of(
                        "call", "answer", "decline", "reply", "hangUp", "hold", "mute", "more",
                        "popOut", "onTop")) {
            keys.add("call." + name);
        }
        for (String name :
                List.of(
                        "keypad",
                        "transfer",
                        "addPerson",
                        "lock",
                        "connect",
                        "conference",
                        "endConference",
                        "stopRecording",
                        "record",
                        "compare",
                        "devices")) {
            keys.add("callMenu." + name);
        }
        for (String name :
                List.of(
                        "keep",
                        "rename",
                        "favourite",
                        "forget",
                        "block",
                        "unblock",
                        "blocked",
                        "allow")) {
            keys.add("person." + name);
        }
        for (String name : List.of("nothing", "quiet", "loud", "good")) {
            keys.add("sound.heard." + name);
        }
        for (String name :
                List.of(
                        "offered.in",
                        "offered.stored",
                        "offered.out",
                        "progress.in",
                        "progress.out")) {
            keys.add("file." + name);
        }
        for (JournalEntry.Outcome outcome : JournalEntry.Outcome.values()) {
            if (outcome != JournalEntry.Outcome.ANSWERED) {
                keys.add("past." + outcome.name().toLowerCase(Locale.ROOT));
            }
        }
        for (int strength = 0; strength <= 4; strength++) {
            keys.add("strength." + strength);
        }
        for (String name : List.of("failed", "blocked", "cancelled")) {
            keys.add("past.file." + name);
        }
        return keys;
    }

    @Test
    void otherPeoplesWordsComeInUnchanged() {
        assertThat(Texts.get("file.offered.in", "it's {1} & {0}", "<b>'x'"))
                .isEqualTo("it's {1} & {0} sends you <b>'x'");
    }

    @Test
    void inEnglishAFailureIsCalledAsThePhoneCallsIt() {
        for (Failure failure : Failure.values()) {
            assertThat(Texts.bundle(Locale.ENGLISH).getString("why." + failure.word()))
                    .isEqualTo(failure.words());
            assertThat(Failure.of(failure.words())).contains(failure);
        }
    }

    @Test
    void oneIsNotMany() {
        assertThat(Texts.count("files", 1)).isEqualTo("one file");
        assertThat(Texts.count("files", 12)).isEqualTo("12 files");
    }
}
