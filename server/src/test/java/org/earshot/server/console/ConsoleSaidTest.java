package org.earshot.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.common.Sentences;
import org.junit.jupiter.api.Test;

/// That the console in German says in German what the server itself says. How a page finds it (said.js) is walked through in a browser by `ConsoleWalkIT`; here the same is
/// done by patterns.
class ConsoleSaidTest {
    private static final Pattern PLACE = Pattern.compile("\\{([0-9])}");

    /// What no German sentence has, but for names of commands.
    private static final Pattern ENGLISH_WORDS =
            Pattern.compile(
                    "(?i)(?<![\\w.-])(the|is|are|not|to|of|it|can't|has|have|and|for|with|this|your|you|too|more|than|nobody|nothing|there|must|at most)(?![\\w-])");

    /// A word that is said twice is an error.
    private static final ObjectMapper JSON =
            new ObjectMapper(
                    JsonFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build());

    private static final Map<String, String> ENGLISH = sentences("said-en.json");
    private static final Map<String, String> GERMAN = sentences("said-de.json");
    private static final List<Saying> SAYINGS =
            ENGLISH.entrySet().stream()
                    .map(one -> Saying.of(one.getValue(), GERMAN.get(one.getKey())))
                    .sorted(Comparator.comparingInt(Saying::letters).reversed())
                    .toList();

    private record Saying(Pattern pattern, List<String> places, String words, int letters) {
        static Saying of(String english, String words) {
            String pattern =
                    Stream.of(english.split("(?=\\{[0-9]})|(?<=\\{[0-9]})", -1))
                            .map(part ->
                                    PLACE.matcher(part).matches() ? "(.+?)" : Pattern.quote(part))
                            .reduce("", String::concat);
            return new Saying(
                    Pattern.compile(pattern, Pattern.DOTALL),
                    PLACE.matcher(english).results().map(place -> place.group(1)).toList(),
                    words,
                    PLACE.matcher(english).replaceAll("").length());
        }

        Optional<String> say(String text) {
            Matcher found = pattern.matcher(text);
            if (!found.matches()) {
                return Optional.empty();
            }
            return Optional.of(
                    PLACE.matcher(words)
                            .replaceAll(place -> {
                                String value = found.group(places.indexOf(place.group(1)) + 1);
                                return Matcher.quoteReplacement(
                                        ConsoleSaidTest.say(value).orElse(value));
                            }));
        }
    }

    /// @return empty: it is none of the sentences
    private static Optional<String> say(String text) {
        return SAYINGS.stream().flatMap(saying -> saying.say(text).stream()).findFirst();
    }

    private static Map<String, String> sentences(String name) {
        Map<String, String> sentences = new TreeMap<>();
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
            for (Map.Entry<String, JsonNode> entry :
                    JSON.readTree(new String(in.readAllBytes(), UTF_8)).properties()) {
                sentences.put(entry.getKey(), entry.getValue().textValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return sentences;
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group()).sorted().toList();
    }

    @Test
    void bothLanguagesHaveTheSameSentencesWithTheSamePlaces() {
        assertThat(GERMAN.keySet()).isEqualTo(ENGLISH.keySet()).hasSizeGreaterThan(400);
        assertThat(new HashSet<>(ENGLISH.values())).hasSameSizeAs(ENGLISH.values());
        ENGLISH.forEach((key, english) -> {
            String german = GERMAN.get(key);
            assertThat(places(german)).as(key).isEqualTo(places(english)).doesNotHaveDuplicates();
            assertThat(german).as(key).doesNotContainPattern(ENGLISH_WORDS);
            // else it would fit everything, or have no end that can be found
            assertThat(PLACE.matcher(english).replaceAll("")).as(key).hasSizeGreaterThan(4);
            assertThat(english).as(key).doesNotContain("}{").hasSizeLessThan(400);
        });
    }

    @Test
    void eachSentenceIsFoundWhateverStandsInIt() {
        ENGLISH.forEach((key, english) ->
                assertThat(say(PLACE.matcher(english).replaceAll("7")))
                        .as(key)
                        .contains(PLACE.matcher(GERMAN.get(key)).replaceAll("7")));
    }

    /// Each sentence of the code that comes into a page; who writes another one adds it.
    @Test
    void whatTheServerSaysIsSaidInGerman() throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path file : sources()) {
            for (String sentence : Sentences.of(file)) {
                found++;
                // a block of several lines goes over a wire
                if (!sentence.startsWith("\n")
                        && !NOT_SHOWN.contains(sentence)
                        && say(sentence)
                                .filter(words -> !ENGLISH_WORDS.matcher(words).find())
                                .isEmpty()) {
                    missing.add(file.getFileName() + ": " + sentence);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).as("sentences that were found").isGreaterThan(300);
    }

    /// Of commands that no page gives, for the record, and parts of what is put together with others.
    private static final Set<String> NOT_SHOWN =
            Set.of(
                    "can't be read",
                    "can't be searched",
                    "an empty password proves nothing",
                    "can't check a password",
                    "can't be logged in to",
                    "can't be reached",
                    "does not begin TLS (StartTLS), and without that nothing is said to it",
                    "the directory at 7 7: 7",
                    "7: 7 added, 7 linked, 7 renamed, 7, 7 closed, 7 unchanged, 7 vanished and kept, 7 refused, 7 failed",
                    "the directory shows nobody at all, and ",
                    "banned since 7 until 7",
                    "nothing was dumped: 7",
                    "7 could not be written to its end: 7",
                    "7 is nothing that the server's user can see: --against needs a copy of DATA/anchors, or what a syslog server wrote",
                    "there is no line with earshot-anchor in it",
                    "there is no CHAIN.anchors file in it",
                    "7 not searched yet: their words are still being read, or their keys are on another node",
                    "rolled back to 7",
                    "line 7: ",
                    "7 has no copy of a file: files.record was facts then, its time is over, or it is of another kind",
                    "there is no folder for 7",
                    "the copy is not in 7: restore it from the backup",
                    "the copy can't be written to 7: 7",
                    "what was written is read",
                    "what is kept is decided",
                    "messages are reviewed",
                    "what messages are reviewed by is seen",
                    "history is released",
                    "roles are given and taken",
                    "7 by officers only, and this is 7",
                    "7 by officers only: log in with --as NAME --password-file FILE --code CODE",
                    "login as 7 refused",
                    "login as 7 refused: nobody of that name has a role that logs in so",
                    "first login as subject 7",
                    "login as 7 refused: 7",
                    "7 is no 7",
                    "size limit exceeded",
                    "the virus scanner does not answer what it should",
                    "archive.syslogCertificate and archive.syslogKey",
                    "tls.certificate and tls.privateKey",
                    "Messages are recorded, and compliance officers of your organisation may review them.",
                    "must be 7ms to 1h7",
                    "trunks: the password of 7",
                    "retention 7 77",
                    "\"7\" should be KEY=VALUE",
                    "a secret can't be given by --set: write it to a file that only you can read, and give its name, such as 7",
                    "is in a list of sections: write it into the file",
                    "has sections: write it into the file",
                    "is no key of this configuration7",
                    "a configuration can't be read into 7",
                    "7 has no template()",
                    "can't read 7",
                    "it is 7");

    private static List<Path> sources() {
        List<Path> all = new ArrayList<>();
        SOURCES.forEach((folder, names) ->
                names.forEach(name -> all.add(Path.of("..", folder, name + ".java"))));
        return all;
    }

    private static final Map<String, List<String>> SOURCES =
            Map.of(
                    "server/src/main/java/org/earshot/server",
                    List.of(
                            "Custody",
                            "LiveBanAdministration",
                            "LiveRoutingAdministration",
                            "MaskedText",
                            "PersonExport",
                            "ServerStatus",
                            "StoreAdministration",
                            "StoreArchiveExporting",
                            "StoreArchiveSearching",
                            "StoreCallAdministration",
                            "StoreChatAdministration",
                            "StoreConfigAdministration",
                            "StoreFileAdministration",
                            "StoreHistoryAdministration",
                            "StoreLdapAdministration",
                            "StoreLeavingAdministration",
                            "StoreOfficerAdministration",
                            "StorePeopleAdministration",
                            "StorePresenceAdministration",
                            "StoreQuarantineAdministration",
                            "StoreRecordAdministration",
                            "StoreRetentionAdministration",
                            "StoreReviewAdministration",
                            "StoreTokenAdministration",
                            "admin/Access",
                            "admin/Caller",
                            "admin/Supervision",
                            "api/AccountImport",
                            "api/AdminApi",
                            "api/Csv",
                            "api/ExportDownload",
                            "api/Guard",
                            "api/Json",
                            "api/LiveFeed",
                            "api/Spoken",
                            "bus/NodeBus",
                            "config/AcmeConfig",
                            "config/BansConfig",
                            "config/ConsoleConfig",
                            "config/DialPlanConfig",
                            "config/FileChecks",
                            "config/FilesConfig",
                            "config/LdapConfig",
                            "config/ListenAddress",
                            "config/OidcConfig",
                            "config/PeopleConfig",
                            "config/RelayConfig",
                            "config/SecretFile",
                            "config/ServerConfig",
                            "config/TracingConfig",
                            "config/TrunkConfig",
                            "files/ArchiveInspector",
                            "files/ClamdInspector",
                            "ldap/LdapServer",
                            "ldap/LdapSync",
                            "ldap/SyncPlan",
                            "leaving/Anonymisation",
                            "monitor/Checkup",
                            "monitor/SipProbe",
                            "token/ApiToken",
                            "token/Tokens"),
                    "proxy/src/main/java/org/earshot/proxy",
                    List.of(
                            "TrunkKeeper",
                            "archive/Erasure",
                            "archive/Retention",
                            "archive/custodian/CustodianFeed",
                            "archive/custodian/SyslogOverTls",
                            "archive/review/ReviewItem",
                            "archive/review/Reviews",
                            "archive/review/RuleDraft",
                            "route/RoutingPlan",
                            "route/TrunkBook"),
                    "sip-common/src/main/java/org/earshot/common",
                    List.of(
                            "account/AccountExistsException",
                            "account/AccountName",
                            "account/InMemoryAccountStore",
                            "auth/Passwords",
                            "config/ConfigReader",
                            "config/YamlValues",
                            "db/Durability",
                            "db/Transactions",
                            "file/ExecutableNames",
                            "file/archive/ArchiveSearch",
                            "file/archive/UnpackingLimits",
                            "login/Logins",
                            "login/PersonRefusedException"));
}
