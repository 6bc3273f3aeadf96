package org.earshot.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.key.KeyRing;
import org.earshot.common.login.InMemoryPersonStore;
import org.earshot.common.login.Logins;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.Administered.Stage;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.Companion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// No command changes or shows anything that the record does not know of. Walks over all commands there are, also those that will be.
class CommandRuleTest {
    /// What of the interfaces that commands act on changes nothing. Whatever else is called is a change.
    private static final Set<String> READS =
            Set.of(
                    "users",
                    "closed",
                    "bindings",
                    "calls",
                    "tried",
                    "trunks",
                    "directoryState",
                    "testDirectory",
                    "plan",
                    "tryNumber",
                    "failedLogins",
                    "configuration",
                    "text",
                    "propose",
                    "versions",
                    "search",
                    "export",
                    "verifyArchive",
                    "backups",
                    "make",
                    "dumpArchive",
                    "status",
                    "rules",
                    "proposals",
                    "holds",
                    "contacts",
                    "devices",
                    "waiting",
                    "check",
                    "groups",
                    "group",
                    "list",
                    "fetch",
                    "hadOfficer",
                    "rulesList",
                    "ruleVersions",
                    "tryRule",
                    "queue",
                    "compareQueue",
                    "reviewItem",
                    "recusals",
                    "reports",
                    "show",
                    "file",
                    "invitations");

    private static final String CONTENT = "content";

    @TempDir private Path directory;
    private final List<String> called = new ArrayList<>();
    private final List<ArchiveEvent> recorded = new ArrayList<>();
    private Supervision supervision;

    @BeforeEach
    void open() {
        InMemoryPersonStore people = new InMemoryPersonStore();
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        Logins logins =
                Logins.cheap(people, KeyRing.open(directory.resolve("keys")), "localhost", clock);
        supervision = new Supervision(people::hasOfficer, logins, new Recorded(), clock);
    }

    private final class Recorded implements Archive {
        @Override
        public CompletableFuture<ArchivePosition> submit(
                ArchiveEvent event, Optional<Companion> companion) {
            recorded.add(event);
            return CompletableFuture.completedFuture(
                    new ArchivePosition(new UUID(0, 0), recorded.size()));
        }

        @Override
        public void close() {}
    }

    /// Notes what is called, and gives nothing.
    private <T> T noting(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, _) -> {
                            if (method.getReturnType() == SubjectStates.class) {
                                return states();
                            }
                            if (method.getReturnType().isInterface()
                                    && method.getReturnType()
                                            .getName()
                                            .endsWith("Administration")) {
                                return noting(method.getReturnType());
                            }
                            called.add(method.getName());
                            return nothing(method);
                        }));
    }

    private static Object nothing(Method method) {
        Class<?> type = method.getReturnType();
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == long.class) {
            return 0L;
        }
        return type == String.class
                ? ""
                : null; // the command may fail then: it has called all the same
    }

    private static SubjectStates states() {
        return (SubjectStates)
                Proxy.newProxyInstance(
                        SubjectStates.class.getClassLoader(),
                        new Class<?>[] {SubjectStates.class},
                        (_, method, _) ->
                                method.getReturnType() == Optional.class
                                        ? Optional.empty()
                                        : "a state");
    }

    static Map<String, CommandLine> leaves() {
        Map<String, CommandLine> leaves = new LinkedHashMap<>();
        AdminCommands.tree()
                .getSubcommands()
                .forEach((name, command) -> collect(name, command, leaves));
        return leaves;
    }

    private static void collect(String path, CommandLine at, Map<String, CommandLine> leaves) {
        if (at.getSubcommands().isEmpty()) {
            leaves.put(path, at);
        }
        at.getSubcommands().forEach((name, command) -> collect(path + " " + name, command, leaves));
    }

    private static List<String> arguments(String path, CommandLine leaf) {
        List<String> arguments = new ArrayList<>(List.of(path.split(" ")));
        leaf.getCommandSpec().positionalParameters().forEach(_ -> arguments.add("x"));
        for (CommandLine.Model.OptionSpec option : leaf.getCommandSpec().options()) {
            if (option.required()) {
                arguments.add(option.longestName());
                if (option.arity().max() > 0) {
                    arguments.add("x");
                }
            }
        }
        return arguments;
    }

    private AdminAnswer run(List<String> arguments) {
        called.clear();
        recorded.clear();
        return AdminCommands.run(
                noting(Administration.class),
                supervision,
                directory,
                new AdminRequest(arguments, "a password"),
                new OsUser("tester", 1000));
    }

    private List<Stage> stages() {
        return recorded.stream().map(event -> ((ArchiveEvent.Administered) event).stage()).toList();
    }

    @Test
    void everyCommandHasARuleAndKeepsIt() {
        assertThat(leaves()).hasSizeGreaterThan(40);
        leaves().forEach((path, leaf) -> {
            CommandRule rule = CommandRule.of(path).orElseThrow(() -> new AssertionError(path));
            AdminAnswer answer = run(arguments(path, leaf));
            assertThat(answer.status()).as(path + answer.errors()).isNotEqualTo(2);
            assertThat(called).as("%s shows no content unless asked", path).doesNotContain(CONTENT);
            assertThat(
                            (!called.contains("file") && !called.contains("fetch"))
                                    || rule.kind() == CommandRule.Kind.READS_CONTENT)
                    .as("%s hands out the copy of a file to officers alone", path)
                    .isTrue();
            boolean changes = called.stream().anyMatch(method -> !READS.contains(method));
            boolean local = AdminCommands.parse(arguments(path, leaf)).isLocal();
            assertThat(changes || (local && rule.changesSomething()))
                    .as("%s calls %s, and its rule says %s", path, called, rule)
                    .isEqualTo(rule.changesSomething());
            assertThat(stages())
                    .as(path)
                    .isEqualTo(
                            switch (rule.kind()) {
                                case FREE -> List.of();
                                case LOOKS, READS_CONTENT, OVERSEES -> List.of(Stage.DONE);
                                case CHANGES, OWNS, APPOINTS, RELEASES, KEEPS, REVIEWS ->
                                        local
                                                ? List.of(Stage.BEGUN)
                                                : List.of(Stage.BEGUN, Stage.DONE);
                            });
            recorded.forEach(event ->
                    assertThat(((ArchiveEvent.Administered) event).action()).isEqualTo(path));
        });
    }

    @Test
    void contentIsShownByWhatIsRecordedAsReadingItOnly() {
        leaves().forEach((path, leaf) -> {
            for (String option : Asked.OF_CONTENT) {
                if (leaf.getCommandSpec().findOption(option) == null) {
                    continue;
                }
                List<String> arguments = arguments(path, leaf);
                arguments.add(option);
                if (leaf.getCommandSpec().findOption(option).arity().max() > 0) {
                    arguments.add("1");
                }
                CommandLine.ParseResult result =
                        AdminCommands.tree().parseArgs(arguments.toArray(String[]::new));
                while (result.hasSubcommand()) {
                    result = result.subcommand();
                }
                assertThat(Asked.of(path, result).rule().kind())
                        .isEqualTo(CommandRule.Kind.READS_CONTENT);
            }
        });
    }

    @Test
    void whatBelongsToAnotherProcessIsRecordedWhenItIsOver() {
        String begun = run(List.of("keys", "export", "ring.txt")).output();
        AdminCommands.run(
                noting(Administration.class),
                supervision,
                directory,
                new AdminRequest(
                        List.of("keys", "export", "ring.txt"),
                        "",
                        "",
                        AdminRequest.Login.NONE,
                        new AdminRequest.Stage(begun, "done")),
                new OsUser("tester", 1000));
        assertThat(stages()).containsExactly(Stage.BEGUN, Stage.DONE);
        ArchiveEvent.Administered over = (ArchiveEvent.Administered) recorded.getLast();
        assertThat(over.begun()).contains(recorded.getFirst().id());
        assertThat(over.outcome()).contains("done");
        assertThat(over.subject()).contains("ring.txt");
    }

    @Test
    void whatWasTypedIsFitForTheRecord() {
        assertThat(Asked.clean("a\nb\u0000\ud800c", 10)).isEqualTo("a?b??c");
        assertThat(Asked.clean("x".repeat(20), 10)).isEqualTo("x".repeat(10) + "…");
    }
}
