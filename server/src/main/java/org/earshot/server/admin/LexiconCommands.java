package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The rules that pick messages for review.
@Command(
        name = "lexicon",
        description = {
            "The rules that pick messages for review. For officers; auditors may look.",
            "What rules look for is never typed on the command line, and stands sealed in the record."
        },
        synopsisSubcommandLabel = "COMMAND")
final class LexiconCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    private ReviewAdministration review() {
        return admin.administration().review();
    }

    /// What can be said of a rule.
    static final class Wish {
        @Option(
                names = "--text-stdin",
                description =
                        "Its lines come on standard input: phrases, or patterns as /RE2/; a pattern in small letters finds capitals too.")
        private boolean fromStandardInput;

        @Option(
                names = "--sample",
                paramLabel = "PER_MILLE",
                description = "Picks so many of a thousand by chance, instead of lines.")
        private Optional<Integer> sample;

        @Option(
                names = "--address",
                paramLabel = "AOR",
                description = "Of this person or group; may be repeated; \"\" for everybody.")
        private List<String> addresses;

        @Option(
                names = "--direction",
                paramLabel = "DIRECTION",
                description = "any, inbound, outbound, or between (these).")
        private Optional<String> direction;

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "Such as 2027-01-31T08:00:00Z.")
        private Optional<String> from;

        @Option(names = "--until", paramLabel = "TIME", description = "The same, or never.")
        private Optional<String> until;

        @Option(names = "--severity", paramLabel = "SEVERITY", description = "low, medium or high.")
        private Optional<String> severity;

        @Option(
                names = "--four-eyes",
                arity = "1",
                paramLabel = "YES",
                description = "Whether two officers have to agree: true or false.")
        private Optional<Boolean> fourEyes;

        private ReviewAdministration.RuleWish of(AdminCommands admin) {
            return new ReviewAdministration.RuleWish(
                    fromStandardInput ? Optional.of(admin.input()) : Optional.empty(),
                    sample,
                    Optional.ofNullable(addresses),
                    direction,
                    from,
                    until,
                    severity,
                    fourEyes);
        }
    }

    @Command(name = "list", description = "All rules, without their lines.")
    int list(@Option(names = "--removed", description = "Also those that were.") boolean removed) {
        print(review().rulesList(removed), "there is no rule");
        return 0;
    }

    @Command(name = "show", description = "All versions of a rule, with their lines.")
    int show(@Parameters(paramLabel = "RULE") String name) {
        print(review().ruleVersions(name), "");
        return 0;
    }

    @Command(
            name = "add",
            description = {
                "Makes a rule. It looks at what is written from then on.",
                "Its name stands in the record for all who see facts: let it say nothing."
            })
    int add(@Parameters(paramLabel = "RULE") String name, @Mixin Wish wish) {
        print(List.of(review().addRule(name, wish.of(admin), admin.who())), "");
        return 0;
    }

    @Command(
            name = "change",
            description = "Makes another version of a rule; what is not given stays.")
    int change(@Parameters(paramLabel = "RULE") String name, @Mixin Wish wish) {
        print(List.of(review().changeRule(name, wish.of(admin), admin.who())), "");
        return 0;
    }

    @Command(name = "remove", description = "Ends a rule. Its versions are kept.")
    int remove(@Parameters(paramLabel = "RULE") String name) {
        print(List.of(review().removeRule(name, admin.who())), "");
        return 0;
    }

    @Command(name = "test", description = "Which lines of a rule a text has. Nothing is picked.")
    int test(
            @Parameters(paramLabel = "RULE") String name,
            @Option(names = "--text-stdin", required = true) boolean fromStandardInput) {
        List<String> lines = review().tryRule(name, admin.input());
        admin.print(
                Map.of("rule", name, "lines", lines),
                lines.isEmpty() ? "not picked" : String.join("\n", lines));
        return 0;
    }

    private void print(List<ReviewAdministration.RuleFact> rules, String none) {
        admin.print(
                rules.stream().map(LexiconCommands::describe).toList(),
                rules.isEmpty()
                        ? none
                        : rules.stream()
                                .map(LexiconCommands::words)
                                .collect(Collectors.joining("\n")));
    }

    private static Map<String, Object> describe(ReviewAdministration.RuleFact rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rule", rule.name());
        fields.put("version", rule.version());
        fields.put("removed", rule.removed());
        fields.put("picks", rule.picks());
        fields.put("of", rule.scope());
        fields.put("severity", rule.severity());
        fields.put("fourEyes", rule.fourEyes());
        rule.from().ifPresent(at -> fields.put("from", at.toString()));
        rule.until().ifPresent(at -> fields.put("until", at.toString()));
        fields.put("madeAt", rule.madeAt().toString());
        fields.put("madeBy", rule.madeBy());
        if (!rule.lines().isEmpty()) {
            fields.put("lines", rule.lines().lines().toList());
        }
        return fields;
    }

    private static String words(ReviewAdministration.RuleFact rule) {
        return rule.name()
                + "  version "
                + rule.version()
                + (rule.removed() ? "  removed" : "  " + rule.picks() + "  of " + rule.scope())
                + "  "
                + rule.severity()
                + (rule.fourEyes() ? "  four eyes" : "")
                + rule.from().map(at -> "  from " + ShownTime.of(at)).orElse("")
                + rule.until().map(at -> "  until " + ShownTime.of(at)).orElse("")
                + "  "
                + ShownTime.of(rule.madeAt())
                + " by "
                + rule.madeBy()
                + rule.lines().lines().map(line -> "\n    " + line).collect(Collectors.joining());
    }
}
