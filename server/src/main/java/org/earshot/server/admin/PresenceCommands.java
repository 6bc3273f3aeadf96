package org.earshot.server.admin;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Who may see whom.
@Command(
        name = "presence",
        description = "Who may see whether somebody is there.",
        synopsisSubcommandLabel = "COMMAND")
final class PresenceCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    private PresenceAdministration presence() {
        return admin.administration().presence();
    }

    @Command(name = "list", description = "The rules of an account, and who waits for an answer.")
    int list(@Parameters(paramLabel = "NAME") String name) {
        List<PresenceAdministration.Rule> rules = presence().rules(name);
        admin.print(
                rules.stream()
                        .map(rule -> Map.of("watcher", rule.watcher(), "verdict", rule.verdict()))
                        .toList(),
                rules.isEmpty()
                        ? "no rules: presence.others holds"
                        : rules.stream()
                                .map(rule -> rule.watcher() + "  " + rule.verdict())
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(name = "allow", description = "Lets WATCHER see NAME.")
    int allow(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "WATCHER") String watcher) {
        presence().allow(name, watcher);
        return said(name, watcher, "allow", watcher + " may see " + name);
    }

    @Command(name = "block", description = "Keeps WATCHER from seeing NAME.")
    int block(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "WATCHER") String watcher,
            @Option(names = "--polite", description = "Show NAME as offline, instead of refusing.")
                    boolean polite) {
        presence().block(name, watcher, polite);
        return said(
                name,
                watcher,
                polite ? "polite-block" : "block",
                watcher + (polite ? " sees " + name + " as offline" : " may not see " + name));
    }

    @Command(name = "forget", description = "Takes a rule back: presence.others holds again.")
    int forget(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "WATCHER") String watcher) {
        presence().forget(name, watcher);
        return said(name, watcher, "none", "no rule of " + name + " for " + watcher + " any more");
    }

    private int said(String name, String watcher, String verdict, String text) {
        admin.print(Map.of("name", name, "watcher", watcher, "verdict", verdict), text);
        return 0;
    }
}
