package org.earshot.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    enum Mode {
        ONE_WAY,
        BOTH
    }

    record Listen(String udp, String tcp) {}

    record Database(String url, Optional<Path> passwordFile, int connections) {
        Database {
            if (connections < 1) {
                throw new ConfigException("database.connections", "is below 1");
            }
        }
    }

    record Limits(Duration timer, double rate, boolean strict, long bytes) {
        Limits {
            if (rate < 0) {
                throw new IllegalArgumentException("rate is negative");
            }
        }
    }

    record Config(
            String domain,
            Path data,
            Listen listen,
            Database database,
            Limits limits,
            List<String> trusted,
            Mode mode) {}

    private static final Config DEFAULTS =
            new Config(
                    "localhost",
                    Path.of("/var/lib/x"),
                    new Listen("127.0.0.1:5060", "off"),
                    new Database("memory", Optional.empty(), 4),
                    new Limits(Duration.ofMinutes(3), 200, true, 65536),
                    List.of(),
                    Mode.BOTH);

    @TempDir private Path directory;

    private static List<String> problems(String yaml, String... sets) {
        return ConfigReader.problems(
                        Config.class,
                        DEFAULTS,
                        "x.yaml",
                        yaml.getBytes(StandardCharsets.UTF_8),
                        List.of(sets),
                        config -> {
                            if (config.trusted().contains("nobody")) {
                                throw new ConfigException("trusted", "is nobody");
                            }
                            if (config.domain().equals("localhost")) {
                                throw new ConfigException("mode", "needs a domain: set domain");
                            }
                        })
                .stream()
                .map(one ->
                        one.key()
                                + " "
                                + (one.line().isPresent() ? one.line().getAsInt() : "-")
                                + " "
                                + one.problem())
                .toList();
    }

    @Test
    void allThatIsWrongWithAFileIsSaidWithItsLine() {
        assertThat(
                        problems(
                                """
                                domain: example.org
                                lisen:
                                  udp: x
                                database:
                                  connections: 0
                                limits:
                                  timer: soon
                                  rate: fast
                                mode: sideways
                                trusted: [nobody]
                                """))
                .hasSize(6)
                .anyMatch(one -> one.startsWith("lisen.udp 3 is no key"))
                .anyMatch(one -> one.equals("database.connections 5 is below 1"))
                .anyMatch(one -> one.startsWith("limits.timer 7 \"soon\" should be duration"))
                .anyMatch(one -> one.startsWith("limits.rate 8 "))
                .anyMatch(one -> one.startsWith("mode 9 "))
                .anyMatch(one -> one.equals("trusted 10 is nobody"));
    }

    @Test
    void aFileThatCanBeUsedHasNoProblems() {
        assertThat(problems("domain: example.org")).isEmpty();
        assertThat(problems("domain: x", "domain=example.org")).isEmpty();
    }

    @Test
    void whatFollowsFromAnotherProblemIsNotSaid() {
        assertThat(problems("domain: [a]")).singleElement().asString().startsWith("domain 1 ");
        assertThat(problems("mode: both")).containsExactly("mode 1 needs a domain: set domain");
    }

    @Test
    void whatIsNoYamlIsOneProblem() {
        assertThat(problems("domain: [")).hasSize(1);
        assertThat(problems("a: 1\na: 2")).hasSize(1);
    }

    @Test
    void anyBytesEndWithProblems() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            ConfigReader.problems(Config.class, DEFAULTS, "x.yaml", bytes, List.of(), _ -> {});
        }
    }

    @Test
    void nothingGivenIsTheDefaults() {
        assertThat(ConfigReader.read(Config.class, DEFAULTS, Optional.empty(), List.of()))
                .isEqualTo(DEFAULTS);
    }

    @Test
    void aFileSetsWhatItNamesAndLeavesTheRest() {
        Config config =
                yaml(
                        """
                        # a comment
                        domain: example.org
                        listen:
                          tcp: 0.0.0.0:5060
                        database:
                          url: jdbc:h2:file
                          passwordFile: /etc/x/password
                        limits: {timer: 30s, rate: 2.5, strict: false, bytes: 5000000000}
                        trusted:
                          - 10.0.0.0/8
                          - ::1/128
                        mode: one-way
                        """);

        assertThat(config)
                .isEqualTo(
                        new Config(
                                "example.org",
                                DEFAULTS.data(),
                                new Listen("127.0.0.1:5060", "0.0.0.0:5060"),
                                new Database(
                                        "jdbc:h2:file", Optional.of(Path.of("/etc/x/password")), 4),
                                new Limits(Duration.ofSeconds(30), 2.5, false, 5_000_000_000L),
                                List.of("10.0.0.0/8", "::1/128"),
                                Mode.ONE_WAY));
    }

    @Test
    void anEmptyFileAndOneOfCommentsAreTheDefaults() {
        assertThat(yaml("")).isEqualTo(DEFAULTS);
        assertThat(yaml("# nothing\n")).isEqualTo(DEFAULTS);
        assertThat(yaml("listen:\n#  udp: off\n")).isEqualTo(DEFAULTS);
    }

    @Test
    void keysMayBeWrittenWithDots() {
        assertThat(yaml("listen.udp: \"off\"\n").listen().udp()).isEqualTo("off");
    }

    @Test
    void wordsThatYamlOneTookForBooleansAreText() {
        assertThat(yaml("listen:\n  udp: off\n  tcp: no\n").listen())
                .isEqualTo(new Listen("off", "no"));
    }

    @Test
    void setIsAboveTheFileAndTheLastOneWins() {
        Config config =
                read(
                        "domain: a.example\nlisten:\n  udp: off\n",
                        "domain=b.example",
                        "domain=c.example",
                        "limits.timer=1h",
                        "trusted=10.0.0.0/8, 192.0.2.0/24",
                        "database.url=jdbc:h2:file;A=B");

        assertThat(config.domain()).isEqualTo("c.example");
        assertThat(config.listen().udp()).isEqualTo("off");
        assertThat(config.limits().timer()).isEqualTo(Duration.ofHours(1));
        assertThat(config.trusted()).containsExactly("10.0.0.0/8", "192.0.2.0/24");
        assertThat(config.database().url()).isEqualTo("jdbc:h2:file;A=B");
    }

    @Test
    void anEmptyListCanBeSet() {
        assertThat(read("trusted: [10.0.0.0/8]\n", "trusted=").trusted()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is near {1}")
    @CsvSource({
        "domian, domain",
        "listen.upd, listen.udp",
        "udp, listen.udp",
        "database.password, database.passwordFile",
        "databse.url, database.url",
        "LIMITS.TIMER, limits.timer"
    })
    void anUnknownKeyNamesTheNearest(String unknown, String nearest) {
        assertThatThrownBy(() -> yaml(unknown + ": x\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(unknown + ": is no key")
                .hasMessageContaining("did you mean " + nearest + "?")
                .hasMessageContaining("earshot.yaml, line 1");
    }

    @Test
    void anUnknownKeyOfSetNamesTheNearestToo() {
        assertThatThrownBy(() -> read("", "listen.tpc=off"))
                .hasMessage(
                        "listen.tpc: is no key of this configuration; did you mean listen.tcp? (--set)");
    }

    @Test
    void anUnknownKeyWithoutValueIsUnknownToo() {
        assertThatThrownBy(() -> yaml("listn:\n")).hasMessageContaining("is no key");
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource({
        "database.connections, many, '\"many\" should be whole number'",
        "database.connections, 99999999999, should be whole number",
        "limits.timer, 30, 'should be duration (500ms, 30s, 5m, 1h, 2d)'",
        "limits.timer, -5s, should be duration",
        "limits.rate, fast, should be number",
        "limits.rate, NaN, should be number",
        "limits.strict, yes, should be true or false",
        "mode, sideways, 'should be one of one-way, both'"
    })
    void aWrongTypeNamesKeyValueAndLine(String key, String value, String problem) {
        assertThatThrownBy(() -> yaml("# first\n" + key + ": " + value + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(key + ": \"" + value + "\"")
                .hasMessageContaining(problem)
                .hasMessageEndingWith("earshot.yaml, line 2)");
        assertThatThrownBy(() -> read("", key + "=" + value))
                .hasMessageContaining(problem)
                .hasMessageEndingWith("(--set)");
    }

    @Test
    void aListWhereOneValueIsMeantIsRefused() {
        assertThatThrownBy(() -> yaml("domain: [a, b]\n"))
                .hasMessageContaining("domain: [a, b] should be text");
    }

    @Test
    void onePlainValueIsAListOfOne() {
        assertThat(yaml("trusted: 10.0.0.0/8\n").trusted()).containsExactly("10.0.0.0/8");
    }

    @Test
    void aSectionGivenAsAValueIsRefused() {
        assertThatThrownBy(() -> yaml("listen: off\n")).hasMessageContaining("is a section");
        assertThatThrownBy(() -> yaml("domain:\n  x: y\n"))
                .hasMessageContaining("domain.x: is no key");
    }

    @Test
    void aKeyWithoutValueIsRefused() {
        assertThatThrownBy(() -> yaml("domain:\n")).hasMessageStartingWith("domain: has no value");
    }

    @Test
    void aKeyGivenTwiceIsRefusedInEitherForm() {
        assertThatThrownBy(() -> yaml("domain: a\ndomain: b\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("domain");
        assertThatThrownBy(() -> yaml("listen:\n  udp: a\nlisten.udp: b\n"))
                .hasMessageContaining("is given twice")
                .hasMessageContaining("line 2")
                .hasMessageContaining("line 3");
    }

    @Test
    void whatARecordRefusesNamesTheKeyOrTheSection() {
        assertThatThrownBy(() -> yaml("database: {connections: 0}\n"))
                .hasMessage("database.connections: is below 1");
        assertThatThrownBy(() -> yaml("limits: {rate: -1}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("limits: rate is negative");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"database.password", "database.PASSWORD", "turn.secret", "x.passphrase"})
    void aSecretIsRefusedOnTheCommandLineAndNotRepeated(String key) {
        assertThatThrownBy(() -> read("", key + "=hunter2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a secret can't be given by --set")
                .hasMessageContaining("database.passwordFile")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void setWithoutEqualsIsRefused() {
        assertThatThrownBy(() -> read("", "domain"))
                .hasMessage("--set: \"domain\" should be KEY=VALUE");
    }

    @Test
    void aMissingFileAndADirectoryAreOneLine() {
        Path missing = directory.resolve("none.yaml");
        assertThatThrownBy(() -> read(missing)).hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> read(directory)).hasMessage(directory + ": is a directory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain: [a\nlisten: b\n",
                "domain: \"a\n",
                "\tdomain: a\n",
                "domain: a\n  b: c\n",
                "a: b: c\n"
            })
    void brokenYamlIsOneLineWithLineAndColumn(String text) {
        assertThatThrownBy(() -> yaml(text))
                .isInstanceOf(ConfigException.class)
                .message()
                .matches("(?s).*earshot.yaml: line [0-9]+, column [0-9]+: [^\\n]+");
    }

    @Test
    void whatIsNoMappingOrTwoDocumentsOrNoTextIsRefused() {
        assertThatThrownBy(() -> yaml("- a\n- b\n")).hasMessageContaining("KEY: VALUE");
        assertThatThrownBy(() -> yaml("domain: a\n---\ndomain: b\n"))
                .hasMessageContaining("second document");
        assertThatThrownBy(() -> bytes(new byte[] {(byte) 0xC3, 0x28}))
                .hasMessageContaining("is not UTF-8");
    }

    @Test
    void randomAndTruncatedBytesGiveAValueOrAConfigException() {
        byte[] good =
                "domain: example.org\nlisten: {udp: off}\ntrusted:\n  - \"10.0.0.0/8\"\n"
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(42);
        for (int i = 0; i < 400; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            onlyConfigException(noise);
            byte[] changed = good.clone();
            changed[random.nextInt(good.length)] = (byte) random.nextInt(128);
            onlyConfigException(changed);
        }
        for (int length = 0; length < good.length; length++) {
            onlyConfigException(Arrays.copyOf(good, length));
        }
    }

    @Test
    void everyKeyIsListedWithItsType() {
        assertThat(ConfigReader.keys(Config.class))
                .containsExactly(
                        new ConfigKey("data", "path"),
                        new ConfigKey("database.connections", "whole number"),
                        new ConfigKey("database.passwordFile", "path, or nothing"),
                        new ConfigKey("database.url", "text"),
                        new ConfigKey("domain", "text"),
                        new ConfigKey("limits.bytes", "whole number"),
                        new ConfigKey("limits.rate", "number"),
                        new ConfigKey("limits.strict", "true or false"),
                        new ConfigKey("limits.timer", "duration (500ms, 30s, 5m, 1h, 2d)"),
                        new ConfigKey("listen.tcp", "text"),
                        new ConfigKey("listen.udp", "text"),
                        new ConfigKey("mode", "one of one-way, both"),
                        new ConfigKey("trusted", "list of text"));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "'', '', 0",
        "abc, abc, 0",
        "abc, acb, 1",
        "abc, abd, 1",
        "abc, ab, 1",
        "ca, abc, 3"
    })
    void editsAreCounted(String a, String b, int edits) {
        assertThat(NearestKey.distance(a, b)).isEqualTo(edits);
    }

    private static void onlyConfigException(byte[] content) {
        Throwable thrown = catchThrowable(() -> YamlValues.parse("x.yaml", content));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(ConfigException.class);
            assertThat(thrown.getMessage()).doesNotContain("\n");
        }
    }

    private Config yaml(String text) {
        return read(text);
    }

    private Config read(String text, String... sets) {
        return bytes(text.getBytes(StandardCharsets.UTF_8), sets);
    }

    private Config bytes(byte[] content, String... sets) {
        Path file = directory.resolve("earshot.yaml");
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return ConfigReader.read(Config.class, DEFAULTS, Optional.of(file), List.of(sets));
    }

    private static Config read(Path file) {
        return ConfigReader.read(Config.class, DEFAULTS, Optional.of(file), List.of());
    }

    enum Way {
        UDP,
        TLS
    }

    record Trunk(String name, Way way, List<String> from) {
        Trunk {
            if (name.isEmpty()) {
                throw new ConfigException("name", "is missing");
            }
        }

        static Trunk template() {
            return new Trunk("-", Way.UDP, List.of());
        }
    }

    record Routing(String domain, List<Trunk> trunks) {}

    private static final Routing NO_TRUNKS = new Routing("localhost", List.of());

    private Routing routing(String yaml, String... sets) throws IOException {
        Path file = Files.writeString(directory.resolve("routing.yaml"), yaml);
        return ConfigReader.read(Routing.class, NO_TRUNKS, Optional.of(file), List.of(sets));
    }

    @Test
    void aListMayHaveSections() throws IOException {
        assertThat(
                        routing(
                                """
                                trunks:
                                  - name: one
                                    way: tls
                                  - name: two
                                    from: [192.0.2.0/24, 198.51.100.7]
                                """))
                .isEqualTo(
                        new Routing(
                                "localhost",
                                List.of(
                                        new Trunk("one", Way.TLS, List.of()),
                                        new Trunk(
                                                "two",
                                                Way.UDP,
                                                List.of("192.0.2.0/24", "198.51.100.7")))));
        assertThat(routing("trunks: []")).isEqualTo(NO_TRUNKS);
        assertThat(ConfigReader.keys(Routing.class))
                .extracting(ConfigKey::name)
                .containsExactly(
                        "domain", "trunks", "trunks[].from", "trunks[].name", "trunks[].way");
    }

    @ParameterizedTest(name = "{0} says {1}")
    @CsvSource({
        "'trunks: [{name: a}, {name: \"\"}]', 'trunks[2].name: is missing'",
        "'trunks: [{name: a, way: sea}]', 'trunks[1].way: \"sea\" should be one of udp, tls'",
        "'trunks: [{nam: a}]', 'trunks[1].nam: is no key'",
        "'trunks: [a]', 'trunks: \"a\" should be list of sections'",
        "'trunks: [a, {name: b}]', 'trunks: [a, a section] should be list of sections'",
        "'trunks: a', 'trunks: \"a\" should be list of sections'",
        "'trunks[1].name: a', 'trunks[1].name: is no key'",
        "'domain: [{a: b}]', 'domain[1].a: is no key'",
    })
    void whatIsWrongInASectionOfAListIsNamed(String yaml, String message) {
        assertThatThrownBy(() -> routing(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void sectionsOfAListAreNotGivenBySet() {
        assertThatThrownBy(() -> routing("domain: x", "trunks=a"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("write it into the file");
        assertThatThrownBy(() -> routing("domain: x", "trunks[1].name=a"))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void allThatIsWrongWithSectionsIsSaidWithItsLine() {
        assertThat(
                        ConfigReader.problems(
                                Routing.class,
                                NO_TRUNKS,
                                "x.yaml",
                                "trunks:\n  - name: a\n    way: sea\n  - name: ''\n"
                                        .getBytes(StandardCharsets.UTF_8),
                                List.of(),
                                _ -> {}))
                .extracting(one -> one.key() + " " + one.line().orElse(0))
                .containsExactly("trunks[1].way 3", "trunks[2].name 4");
    }
}
