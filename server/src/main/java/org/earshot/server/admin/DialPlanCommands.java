package org.earshot.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.proxy.route.DialRule;
import org.earshot.proxy.route.InboundNumber;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.proxy.route.Ruling;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Who may dial what, by which trunk.
@Command(
        name = "dialplan",
        description =
                "The dial plan: who may dial which numbers, by which trunk (dialplan in the configuration).",
        synopsisSubcommandLabel = "COMMAND")
final class DialPlanCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(
            name = "show",
            description = "The rules in their order, emergency numbers, and numbers of ours.")
    int show() {
        RoutingPlan plan = admin.administration().routing().plan();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("emergency", plan.emergency());
        fields.put("emergencyTrunks", plan.emergencyTrunks());
        fields.put("premium", plan.premium().stream().map(Object::toString).toList());
        fields.put("callsPerHour", plan.callsPerHour());
        fields.put("callsAtOnce", plan.callsAtOnce());
        fields.put("rules", plan.rules().stream().map(DialPlanCommands::fields).toList());
        fields.put("numbers", plan.numbers().stream().map(DialPlanCommands::fields).toList());
        List<String> lines = new ArrayList<>();
        lines.add(
                "emergency: "
                        + words(plan.emergency())
                        + " by "
                        + (plan.emergencyTrunks().isEmpty()
                                ? "no trunk"
                                : words(plan.emergencyTrunks())));
        plan.rules().forEach(rule -> lines.add(line(rule)));
        if (plan.rules().isEmpty()) {
            lines.add("no rules: nobody calls out");
        }
        plan.numbers()
                .forEach(one -> lines.add("number " + one.pattern() + " rings " + words(one.to())));
        admin.print(fields, String.join("\n", lines));
        return 0;
    }

    @Command(
            name = "test",
            description = {
                "What would become of a number: which rule, which trunk, or why not.",
                "Nobody is called, and nothing is counted."
            })
    int test(
            @Parameters(paramLabel = "NUMBER", description = "As somebody would dial it.")
                    String number,
            @Option(
                            names = "--from",
                            paramLabel = "NAME",
                            description =
                                    "The account that dials; without it, one that only rules for everybody are for.")
                    Optional<String> from) {
        RoutingPlan.Explained explained = admin.administration().routing().tryNumber(number, from);
        Map<String, Object> fields = fields(explained.ruling());
        fields.put("steps", explained.steps());
        admin.print(
                fields,
                explained.steps().stream().collect(Collectors.joining("\n"))
                        + "\n"
                        + fields.get("words"));
        return 0;
    }

    private static Map<String, Object> fields(Ruling ruling) {
        Map<String, Object> fields = new LinkedHashMap<>();
        switch (ruling) {
            case Ruling.Out(
                            String rule,
                            boolean emergency,
                            String number,
                            List<Ruling.Hop> hops) -> {
                String way =
                        hops.stream()
                                .map(hop -> hop.number() + " at " + hop.trunk().name())
                                .collect(Collectors.joining(", else "));
                fields.put("result", "out");
                fields.put("rule", rule);
                fields.put("emergency", emergency);
                fields.put("number", number);
                fields.put("trunks", hops.stream().map(hop -> hop.trunk().name()).toList());
                fields.put("dialled", hops.stream().map(Ruling.Hop::number).toList());
                fields.put("words", "goes out: " + way);
            }
            case Ruling.Inside(String number, List<String> to) -> {
                fields.put("result", "inside");
                fields.put("number", number);
                fields.put("to", to);
                fields.put("words", "rings " + words(to));
            }
            case Ruling.Refused(int status, String why) -> {
                fields.put("result", "refused");
                fields.put("status", status);
                fields.put("words", "is refused with " + status + ": " + why);
            }
        }
        return fields;
    }

    private static Map<String, Object> fields(DialRule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", rule.name());
        fields.put("pattern", rule.pattern().toString());
        fields.put("who", rule.who());
        fields.put("strip", rule.strip());
        fields.put("prepend", rule.prepend());
        fields.put("trunks", rule.trunks());
        fields.put("premium", rule.premium());
        return fields;
    }

    private static Map<String, Object> fields(InboundNumber number) {
        return Map.of("number", number.pattern().toString(), "to", number.to());
    }

    private static String line(DialRule rule) {
        return "rule "
                + rule.name()
                + ": "
                + rule.pattern()
                + " for "
                + words(rule.who())
                + " by "
                + words(rule.trunks())
                + (rule.strip() > 0 ? ", without the first " + rule.strip() : "")
                + (rule.prepend().isEmpty() ? "" : ", with " + rule.prepend() + " in front")
                + (rule.premium() ? ", premium numbers too" : "");
    }

    private static String words(List<String> names) {
        return String.join(", ", names);
    }
}
