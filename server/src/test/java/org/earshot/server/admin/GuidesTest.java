package org.earshot.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the guides tell people to type is understood, and what they lead to is there.
class GuidesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern COMMAND = Pattern.compile("earshot admin (.*)");
    private static final Pattern INLINE = Pattern.compile("`(?:bin/)?(earshot admin [^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern WORD =
            Pattern.compile("\"([^\"]*)\"|'([^']*)'|((?:\\\\.|[^\\s\"'])+)");

    private static String text(String guide) throws IOException {
        return Files.readString(DOCS.resolve(guide + ".md"));
    }

    /// The commands of the code blocks, and those within sentences that have more than a command's name.
    private static List<String> commands(String guide) throws IOException {
        List<String> commands = new ArrayList<>();
        boolean fenced = false;
        for (String line : text(guide).lines().toList()) {
            fenced ^= line.startsWith("```");
            Matcher found = COMMAND.matcher(line);
            if ((fenced || line.startsWith("    ")) && found.find()) {
                commands.add(found.group(1));
            } else {
                INLINE.matcher(line)
                        .results()
                        .map(match -> match.group(1).substring("earshot admin ".length()))
                        .filter(command -> !command.matches("(--as|…).*"))
                        .forEach(commands::add);
            }
        }
        return commands;
    }

    /// The words of a command as a shell takes them, of what stands in brackets the first choice.
    private static List<String> words(String command) {
        String plain =
                command.replaceFirst("\\s#.*$", "")
                        .replaceAll("\\$\\([^)]*\\)", "x")
                        .replaceFirst("\\s+\\.\\.\\.$", "")
                        .replaceAll("\\[([^]|]*)(\\|[^]]*)?]", "$1")
                        .replaceFirst("[|<>].*$", "") // never within what is quoted in our guides
                        .replace("...", "")
                        .replace("…", "x");
        return WORD.matcher(plain).results().map(GuidesTest::word).toList();
    }

    private static String word(MatchResult found) {
        return Stream.of(1, 2, 3)
                .map(found::group)
                .filter(text -> text != null)
                .findFirst()
                .orElseThrow();
    }

    /// What stands for something in a guide, as somebody would type it.
    private static String typed(String word) {
        return switch (word) {
            case "N", "D" -> "3";
            case "DAY" -> "2026-11-30";
            case "CHAIN/NUMBER" -> "0d5c4a4e-8f0e-4d53-9d3e-5a4f3c2b1a00/4711";
            default -> word;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"administrators-guide", "compliance-guide"})
    void eachCommandIsUnderstood(String guide) throws IOException {
        List<String> commands = commands(guide);
        assertThat(commands).hasSizeGreaterThan(30);
        for (String command : commands) {
            List<String> typed = words(command).stream().map(GuidesTest::typed).toList();
            AdminCommands.Parsed parsed =
                    AdminCommands.parse(AdminMain.Options.of(typed).command());
            assertThat(parsed.answer().map(AdminAnswer::errors).orElse(""))
                    .as("%s: earshot admin %s", guide, command)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"administrators-guide", "compliance-guide", "users-guide"})
    void whatIsReferredToIsThere(String guide) throws IOException {
        for (MatchResult link : LINK.matcher(text(guide)).results().toList()) {
            String target = link.group(1);
            if (target.startsWith("http")) {
                continue;
            }
            int hash = target.indexOf('#');
            String file = hash < 0 ? target : target.substring(0, hash);
            Path at = file.isEmpty() ? DOCS.resolve(guide + ".md") : DOCS.resolve(file);
            assertThat(at).as("%s: %s", guide, target).exists();
            if (hash >= 0) {
                assertThat(anchors(Files.readString(at)))
                        .as("%s: %s", guide, target)
                        .contains(target.substring(hash + 1));
            }
        }
    }

    private static Set<String> anchors(String text) {
        Set<String> anchors = new TreeSet<>();
        HEADING.matcher(text)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_\\- ]", "").replace(' ', '-'))
                .forEach(anchors::add);
        return anchors;
    }

    /// A picture that nobody sees only makes the sources larger, and grows old.
    @ParameterizedTest
    @ValueSource(strings = {"console"})
    void eachPictureIsShown(String folder) throws IOException {
        StringBuilder shown = new StringBuilder();
        for (String guide : List.of("administrators-guide", "compliance-guide", "users-guide")) {
            shown.append(text(guide));
        }
        try (Stream<Path> pictures = Files.list(DOCS.resolve("images").resolve(folder))) {
            assertThat(pictures.map(path -> "images/" + folder + "/" + path.getFileName()))
                    .allMatch(shown.toString()::contains);
        }
    }
}
