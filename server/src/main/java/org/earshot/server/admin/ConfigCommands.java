package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.config.ConfigProblem;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The configuration.
@Command(name = "config", description = "The configuration.", synopsisSubcommandLabel = "COMMAND")
final class ConfigCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(
            name = "check",
            description = "Whether a server would start with a file; all that is wrong with it.")
    int check(@Parameters(paramLabel = "FILE") Path file) {
        List<ConfigProblem> problems = admin.local().checkConfig(file);
        String words =
                problems.stream().map(ConfigCommands::words).collect(Collectors.joining("\n"));
        if (!problems.isEmpty() && !admin.json()) {
            throw new AdminException(file + " can't be used:\n" + words);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("valid", problems.isEmpty());
        if (!problems.isEmpty()) {
            answer.put("error", words);
            answer.put("problems", problems.stream().map(ConfigCommands::describe).toList());
        }
        admin.print(answer, file + ": every key is valid");
        return problems.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    @Command(
            name = "show",
            description = {
                "The configuration of the running server, with what nobody has set.",
                "Where a secret stands it has a name of a file; what is no file's name and may be a secret is not shown."
            })
    int show() {
        Map<String, String> values = admin.administration().configuration();
        admin.print(
                values,
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(
            name = "text",
            description = "The running server's file as it stands on disk, without secrets.")
    int text(
            @Option(
                            names = "--number",
                            paramLabel = "VERSION",
                            description = "One that was; earshot admin config history.")
                    Optional<Integer> version) {
        ConfigAdministration.Text text = configs().text(version);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("file", text.name());
        answer.put("text", text.text());
        answer.put("sha256", text.sha256());
        answer.put("overridden", text.overridden());
        admin.print(answer, text.text().stripTrailing());
        return 0;
    }

    @Command(
            name = "diff",
            description = {
                "What a file would change in the running server, and which of it takes effect without a restart. Changes nothing.",
                "Without a file: the one on disk, so what waits for a restart."
            })
    int diff(
            @Parameters(arity = "0..1", paramLabel = "FILE") Optional<Path> file,
            @Option(names = "--text-stdin", description = "The file comes on standard input.")
                    boolean fromStandardInput) {
        ConfigAdministration.Proposal proposal =
                configs()
                        .propose(
                                file.isPresent() || fromStandardInput
                                        ? Optional.of(admin.text())
                                        : Optional.empty());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("valid", proposal.problems().isEmpty());
        answer.put("problems", proposal.problems().stream().map(ConfigCommands::describe).toList());
        answer.put("changes", changes(proposal.changes()));
        admin.print(
                answer,
                proposal.problems().isEmpty()
                        ? words(proposal.changes())
                        : proposal.problems().stream()
                                .map(ConfigCommands::words)
                                .collect(Collectors.joining("\n")));
        return proposal.problems().isEmpty()
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    @Command(
            name = "apply",
            description = {
                "Puts a file in the place of the running server's own, whose text is kept.",
                "What can be changed while it runs takes effect; the rest with its next start. What decides what the record gets is for officers."
            })
    int apply(
            @Parameters(arity = "0..1", paramLabel = "FILE") Optional<Path> file,
            @Option(names = "--text-stdin", description = "The file comes on standard input.")
                    boolean fromStandardInput,
            @Option(
                            names = "--base",
                            paramLabel = "SHA256",
                            description = "Only if the file on disk is still this one.")
                    Optional<String> base) {
        if (file.isEmpty() && !fromStandardInput) {
            throw new AdminException("a FILE is needed, or --text-stdin");
        }
        return done(configs().apply(admin.text(), base, who()));
    }

    @Command(name = "rollback", description = "Puts a file back that was there.")
    int rollback(
            @Parameters(
                            paramLabel = "VERSION",
                            description = "Its number; earshot admin config history.")
                    String version) {
        return done(configs().rollback(version, who()));
    }

    private int done(ConfigAdministration.Applied applied) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("version", applied.version());
        answer.put("changes", changes(applied.changes()));
        admin.print(
                answer,
                "this is version " + applied.version() + " now\n" + words(applied.changes()));
        return 0;
    }

    @Command(
            name = "history",
            description = "The files that there were, and who wrote them; the latest first.")
    int history() {
        List<ConfigAdministration.Version> versions = configs().versions();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ConfigAdministration.Version version : versions) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("version", version.number());
            row.put("at", version.at());
            row.put("by", version.by());
            row.put("how", version.how());
            row.put("sha256", version.sha256());
            rows.add(row);
        }
        admin.print(
                rows,
                versions.isEmpty()
                        ? "nothing was applied yet"
                        : versions.stream()
                                .map(version ->
                                        version.number()
                                                + "  "
                                                + ShownTime.of(version.at())
                                                + "  "
                                                + version.how()
                                                + " by "
                                                + version.by())
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    private ConfigAdministration configs() {
        return admin.administration().configs();
    }

    private ConfigAdministration.Who who() {
        return new ConfigAdministration.Who(admin.actor(), admin.isOfficer());
    }

    private static Map<String, Object> describe(ConfigProblem problem) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", problem.key());
        problem.line().ifPresent(line -> fields.put("line", line));
        fields.put("problem", problem.problem());
        return fields;
    }

    private static String words(ConfigProblem problem) {
        return (problem.line().isPresent() ? "line " + problem.line().getAsInt() + ": " : "")
                + problem.key()
                + ": "
                + problem.problem();
    }

    private static List<Map<String, Object>> changes(List<ConfigAdministration.Change> changes) {
        return changes.stream()
                .map(change -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("key", change.key());
                    fields.put("running", change.running());
                    fields.put("proposed", change.proposed());
                    fields.put("restart", change.restart());
                    return fields;
                })
                .toList();
    }

    private static String words(List<ConfigAdministration.Change> changes) {
        return changes.isEmpty()
                ? "nothing is another than what runs"
                : changes.stream()
                        .map(change ->
                                change.key()
                                        + ": "
                                        + change.running()
                                        + " -> "
                                        + change.proposed()
                                        + (change.restart()
                                                ? "  (with the next start)"
                                                : "  (at once)"))
                        .collect(Collectors.joining("\n"));
    }
}
