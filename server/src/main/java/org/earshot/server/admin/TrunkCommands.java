package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.proxy.route.TrunkBook;
import org.earshot.proxy.route.TrunkState;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Ways to the telephone network.
@Command(
        name = "trunk",
        description = {
            "Trunks: ways to the telephone network (trunks in the configuration).",
            "Each node has its own connections to them, and counts by itself."
        },
        synopsisSubcommandLabel = "COMMAND")
final class TrunkCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(
            name = "list",
            description = "The trunks, whether they answer, and what calls they have.")
    int list() {
        List<TrunkBook.Fact> trunks = admin.administration().routing().trunks();
        admin.print(
                trunks.stream().map(TrunkCommands::fields).toList(),
                trunks.isEmpty()
                        ? "there are no trunks; see trunks in config/earshot.yaml"
                        : trunks.stream()
                                .map(TrunkCommands::line)
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    private static String where(TrunkBook.Fact fact) {
        return fact.trunk().transport().parameter()
                + ":"
                + fact.places().stream()
                        .map(place -> place.host() + ":" + place.port())
                        .collect(Collectors.joining(", "));
    }

    private static String reach(TrunkBook.Fact fact) {
        return fact.state().reach().name().toLowerCase(Locale.ROOT);
    }

    private static String line(TrunkBook.Fact fact) {
        return fact.trunk().name()
                + "  "
                + where(fact)
                + "  "
                + reach(fact)
                + " ("
                + fact.state().reason()
                + ")  calls "
                + fact.calls()
                + " of "
                + fact.trunk().maxCalls()
                + "  since the start "
                + fact.counts().out()
                + " out, "
                + fact.counts().in()
                + " in, "
                + fact.counts().failed()
                + " failed";
    }

    private static Map<String, Object> fields(TrunkBook.Fact fact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", fact.trunk().name());
        fields.put("address", where(fact));
        fields.put("state", reach(fact));
        fields.put("reason", fact.state().reason());
        if (fact.state().reach() != TrunkState.Reach.UNKNOWN) {
            fields.put("since", fact.state().since().toString());
        }
        fields.put("login", fact.trunk().login().isPresent());
        fields.put("registers", fact.trunk().register());
        fields.put("number", fact.trunk().number());
        fields.put("from", fact.trunk().from());
        fields.put("certificate", fact.trunk().certified());
        fields.put("calls", fact.calls());
        fields.put("maxCalls", fact.trunk().maxCalls());
        fields.put("out", fact.counts().out());
        fields.put("in", fact.counts().in());
        fields.put("failed", fact.counts().failed());
        return fields;
    }
}
