package org.earshot.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.server.token.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandScopeTest {
    @ParameterizedTest(name = "{0} needs {1}")
    @CsvSource({
        "user list, people:read",
        "user passwd, people:write",
        "group member add, people:write",
        "bindings, live:read",
        "unregister, live:write",
        "archive search, archive:read",
        "archive file, content:read",
        "review list, reviews:read",
        "review show, content:read",
        "hold add, archive:write",
        "file quarantine fetch, content:read",
        "file delete, files:write",
        "config show, configuration:read",
        "config apply, configuration:write",
        "officer list, security:read",
        "paused, security:read"
    })
    void aCommandNeedsAScope(String path, String scope) {
        assertThat(CommandScope.of(path, List.of()).map(Scope::text)).contains(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "officer add",
        "officer remove",
        "officer passwd",
        "officer untie",
        "console-link",
        "token add",
        "token revoke",
        "history release",
        "group release",
        "review close",
        "review take",
        "lexicon add",
        "retention set",
        "hold lift",
        "erase",
        "user anonymise",
        "keys rotate",
        "keys export",
        "backup",
        "restore",
        "no such command"
    })
    void forSomeNoTokenIsEnough(String path) {
        assertThat(CommandScope.of(path, List.of())).isEmpty();
    }

    @Test
    void whatWasWrittenNeedsItsOwnScopeWhateverTheCommand() {
        for (String option : Asked.OF_CONTENT) {
            assertThat(CommandScope.of("archive search", List.of(option)))
                    .contains(Scope.CONTENT_READ);
        }
    }

    /// A new command has to be thought of here: none changes anything by a token for reading.
    @Test
    void noCommandThatChangesSomethingGoesWithAScopeForReading() {
        List<String> paths = CommandRuleTest.leaves().keySet().stream().toList();
        assertThat(paths).hasSizeGreaterThan(40);
        for (String path : paths) {
            boolean changes = CommandRule.of(path).orElseThrow().changesSomething();
            CommandScope.of(path, Set.of())
                    .ifPresent(scope ->
                            assertThat(scope.text().endsWith(":write"))
                                    .as(path + " " + scope)
                                    .isEqualTo(changes));
        }
    }

    @Test
    void aTokenIsAskedForWhatTheCommandNeeds() {
        CommandLine.ParseResult list =
                AdminCommands.tree().parseArgs("user", "list").subcommand().subcommand();
        Asked asked = Asked.of("user list", list);
        assertThat(CommandScope.refusal(asked, Optional.empty())).isEmpty();
        assertThat(
                        CommandScope.refusal(
                                asked,
                                Optional.of(
                                        new Caller.Token("1", "ci", Set.of(Scope.PEOPLE_READ)))))
                .isEmpty();
        assertThat(
                        CommandScope.refusal(
                                asked,
                                Optional.of(
                                        new Caller.Token("1", "ci", Set.of(Scope.PEOPLE_WRITE)))))
                .contains("the token \"ci\" is not for people:read");
    }
}
