package org.earshot.softphone.ui.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.earshot.common.Sentences;
import org.earshot.softphone.ua.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// That a window in German says in German why something failed.
class SayingsTest {
    private static final String BUNDLE = "org.earshot.softphone.ui.words.sayings";
    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");
    private static final Why GERMAN = new Why(Locale.GERMAN);
    private static final Why ENGLISH = new Why(Locale.ENGLISH);

    /// What no German sentence has.
    private static final Pattern ENGLISH_WORDS =
            Pattern.compile(
                    "(?i)(?<![\\w-])(the|is|are|not|to|of|it|can't|has|have|and|for|with|this|your|you|too|more|than|file|files|phone)(?![\\w-])");

    private static final ResourceBundle SAID = Texts.bundle(BUNDLE, Locale.ENGLISH);
    private static final ResourceBundle GESAGT = Texts.bundle(BUNDLE, Locale.GERMAN);

    private static Set<String> keys(ResourceBundle of) {
        return new TreeSet<>(Collections.list(of.getKeys()));
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text).results().map(r -> r.group()).sorted().toList();
    }

    @Test
    void bothLanguagesHaveTheSameSentencesWithTheSamePlaces() {
        assertThat(keys(GESAGT)).isEqualTo(keys(SAID)).hasSizeGreaterThan(200);
        for (String key : keys(SAID)) {
            assertThat(places(GESAGT.getString(key)))
                    .as(key)
                    .isEqualTo(places(SAID.getString(key)));
        }
    }

    @Test
    void eachSentenceIsFoundWhateverStandsInIt() {
        Object[] values = {"41", "sip:zoë@example.org", "17", "9", "", "", "", "", "", ""};
        for (String key : keys(SAID)) {
            String said = Texts.fill(SAID.getString(key), values);
            assertThat(GERMAN.say(said))
                    .as(said)
                    .isEqualTo(Texts.fill(GESAGT.getString(key), values))
                    .doesNotContainPattern(ENGLISH_WORDS);
            assertThat(ENGLISH.say(said)).isEqualTo(said);
        }
    }

    /// Each sentence of the code that comes into the window; who writes another one adds it.
    @Test
    void whatTheCodeSaysIsSaidInGerman() throws Exception {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path file : sources()) {
            for (String sentence : Sentences.of(file)) {
                found++;
                if (!NOT_SHOWN.contains(sentence)
                        && ENGLISH_WORDS.matcher(GERMAN.say(sentence)).find()) {
                    missing.add(file.getFileName() + ": " + sentence);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).as("sentences that were found").isGreaterThan(150);
    }

    /// Of requests that our own window does not make, and of what is put together with others.
    private static final Set<String> NOT_SHOWN =
            Set.of(
                    // what follows stands in brackets
                    "the server can't be reached7",
                    // words behind a number of MSRP
                    "the hash differs",
                    "nothing is taken here",
                    "it has a connection",
                    "not the certificate that was agreed upon",
                    // for the record, and for the log
                    "it is another one by now",
                    "the event is not in the record for sure",
                    "whoever has the invitation that 7 made at 7",
                    "failed: the invitation was used this moment",
                    "the virus scanner does not answer what it should");

    private static List<Path> sources() throws Exception {
        Path phone = Path.of("src/main/java/org/earshot/softphone");
        Path server = Path.of("../server/src/main/java/org/earshot/server");
        List<Path> all = new ArrayList<>();
        for (String name :
                List.of(
                        "account/AccountClient",
                        "account/HttpsAccounts",
                        "account/HttpsEnrolment",
                        "account/HttpsGroups",
                        "app/RoomForFile",
                        "app/ServerPlaces",
                        "app/SessionMedia",
                        "contactfile/ContactFile",
                        "contactfile/Csv",
                        "contactfile/CsvContacts",
                        "contactfile/VCards",
                        "file/FileAssembly",
                        "file/FileReceiver",
                        "file/FileSender",
                        "file/MsrpEndpoint",
                        "file/MsrpReading",
                        "file/RelayLink",
                        "file/RelayLogin",
                        "file/SourceFile",
                        "file/Transfer",
                        "ua/AccountCommands",
                        "ua/AccountGateway",
                        "ua/CallParts",
                        "ua/ChallengeAnswer",
                        "ua/Conferencing",
                        "ua/ContactCommands",
                        "ua/ContactList",
                        "ua/DirectCalls",
                        "ua/DirectCommands",
                        "ua/DirectPolicy",
                        "ua/DirectTarget",
                        "ua/FileGoodbye",
                        "ua/FilePolicy",
                        "ua/FileReceiving",
                        "ua/FileSending",
                        "ua/FileWays",
                        "ua/FlowWatch",
                        "ua/GroupCommands",
                        "ua/GroupGateway",
                        "ua/Messages",
                        "ua/Publication",
                        "ua/RecordingRule",
                        "ua/RuleKeeping",
                        "ua/ServerFiles",
                        "ua/SilenceWatch",
                        "ua/SipUris",
                        "ua/StoredReceiving",
                        "ua/StoredSending",
                        "ua/Transfer",
                        "ua/Watching")) {
            all.add(phone.resolve(name + ".java"));
        }
        for (String name :
                List.of(
                        "people/GroupDesk",
                        "people/ImageHeader",
                        "people/PasswordRules",
                        "people/Pictures",
                        "people/SigningUp",
                        "people/Sources",
                        "files/ClamdInspector")) {
            all.add(server.resolve(name + ".java"));
        }
        all.add(
                Path.of(
                        "../sip-common/src/main/java/org/earshot/common/file/archive/UnpackingLimits.java"));
        return all;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 Server Internal Error | der Server hatte einen Fehler (Antwort 500)",
                "484 Address Incomplete    | abgelehnt (Antwort 484)",
                "606 | überall abgelehnt (Antwort 606)",
                "busy | besetzt",
                "there is no room for it on the disk: 2.5 MB are needed, and 900 bytes are free | auf der Platte ist kein Platz dafür: 2,5 MB werden gebraucht, und 900 Bytes sind frei",
                "sip:bob@example.org is in the file twice | sip:bob@example.org steht zweimal in der Datei",
                "the server's disk is full; goes on by itself | die Platte des Servers ist voll; geht von selbst weiter",
                "the other phone does not take it: files that end in .exe are not allowed | das andere Telefon nimmt sie nicht: Dateien, die auf .exe enden, sind nicht erlaubt",
                "in it, run.exe: files that end in .exe are not allowed; it is held back, and your administrator can release it | darin, run.exe: Dateien, die auf .exe enden, sind nicht erlaubt; sie wird zurückgehalten, und Ihr Administrator kann sie freigeben",
                "no presence of sip:bob@example.org: the other side knows no presence | keine Anwesenheit von sip:bob@example.org: die andere Seite kennt keine Anwesenheit"
            })
    void whatIsPutTogetherIsSaidInParts(String said, String german) {
        assertThat(GERMAN.say(said)).isEqualTo(german);
    }

    @Test
    void everyKindOfFailureIsGerman() {
        for (Failure failure : Failure.values()) {
            assertThat(GERMAN.say(failure.words())).doesNotContainPattern(ENGLISH_WORDS);
        }
    }

    @Test
    void otherPeoplesWordsAreNotTouchedHoweverLongOrStrange() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String words =
                    IntStream.range(0, random.nextInt(400))
                            .mapToObj(_ -> Character.toString(32 + random.nextInt(0x2FF)))
                            .collect(Collectors.joining());
            assertThat(ENGLISH.say(words)).isEqualTo(words);
        }
        String endless = "x: ".repeat(150);
        assertThat(GERMAN.say(endless)).isEqualTo(endless);
        assertThat(GERMAN.say(endless.repeat(1_000))).isEqualTo(endless.repeat(1_000));
        assertThat(Stream.of("Hallo", "see you: at 5").map(GERMAN::say))
                .containsExactly("Hallo", "see you: at 5");
    }
}
