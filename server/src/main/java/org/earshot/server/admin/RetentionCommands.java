package org.earshot.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.common.text.ShownTime;
import org.earshot.proxy.archive.KeepingPeriod;
import org.earshot.proxy.archive.Policy;
import org.earshot.proxy.archive.Retention;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How long records are kept.
@Command(
        name = "retention",
        description = {
            "How long the record is kept, by class: message, call, archive.",
            "A class for which nothing is set is kept for ever."
        },
        synopsisSubcommandLabel = "COMMAND")
final class RetentionCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    private RetentionAdministration retention() {
        return admin.administration().retention();
    }

    @Command(name = "list", description = "The periods, and what waits for a second officer.")
    int list() {
        List<Map<String, Object>> rules = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Policy.Rule rule : retention().rules()) {
            String period = rule.period().map(KeepingPeriod::toString).orElse("forever");
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("class", rule.base());
            fields.put("period", period);
            fields.put("since", rule.since().toString());
            fields.put("by", rule.by());
            rules.add(fields);
            lines.add(
                    rule.base()
                            + "  "
                            + period
                            + "  since "
                            + ShownTime.of(rule.since())
                            + " by "
                            + rule.by());
        }
        List<Map<String, Object>> proposals = new ArrayList<>();
        for (Policy.Proposal proposal : retention().proposals()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("proposal", proposal.what());
            fields.put("by", proposal.login());
            fields.put("at", proposal.at().toString());
            proposals.add(fields);
            lines.add(
                    "waits for another officer: "
                            + proposal.what()
                            + ", proposed by "
                            + proposal.login()
                            + " at "
                            + ShownTime.of(proposal.at()));
        }
        admin.print(
                Map.of("rules", rules, "proposals", proposals),
                lines.isEmpty()
                        ? "nothing is set: everything is kept for ever"
                        : String.join("\n", lines));
        return 0;
    }

    @Command(
            name = "set",
            description = {
                "Sets how long records of a class are kept that are written from now on.",
                "For officers. Keeping them shorter needs two: the second one types the same within seven days."
            })
    int set(
            @Parameters(paramLabel = "CLASS", description = "message, call or archive.")
                    String name,
            @Parameters(paramLabel = "PERIOD", description = "Such as 10y, 90d or forever.")
                    String period,
            @Option(
                            names = "--existing",
                            description =
                                    "Also those that are there: a longer period lengthens, any other one shortens and needs two officers.")
                    boolean existing) {
        Retention.Outcome outcome = retention().set(admin.officer(), name, period, existing);
        admin.print(
                Map.of("class", name, "period", period, "done", outcome == Retention.Outcome.DONE),
                done(outcome, name + " is kept for " + period.replace("forever", "ever")));
        return 0;
    }

    /// In words.
    static String done(Retention.Outcome outcome, String what) {
        return outcome == Retention.Outcome.DONE
                ? what
                : "proposed: it needs another officer, who types the same within "
                        + Policy.PATIENCE.toDays()
                        + " days";
    }
}
