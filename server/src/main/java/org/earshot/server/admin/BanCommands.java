package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.text.Counted;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Addresses that are dropped.
@Command(
        name = "ban",
        description = {
            "Addresses from which passwords of many accounts were guessed (security.bans).",
            "Each node has its own."
        },
        synopsisSubcommandLabel = "COMMAND")
final class BanCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "list", description = "Who is banned now, why and until when.")
    int list() {
        List<AddressBans.Ban> bans = admin.administration().bans().list();
        admin.print(
                bans.stream().map(BanCommands::fields).toList(),
                bans.isEmpty()
                        ? "nobody is banned"
                        : bans.stream().map(BanCommands::line).collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(
            name = "lift",
            description =
                    "Ends a ban. Add networks that must never be banned to security.bans.exempt.")
    int lift(
            @Parameters(paramLabel = "ADDRESS", description = "As ban list has it.")
                    String network) {
        admin.administration().bans().lift(network);
        admin.print(Map.of("lifted", network), network + " is not banned any more");
        return 0;
    }

    private static String reason(AddressBans.Ban ban) {
        return "wrong passwords of " + Counted.of(ban.accounts(), "account");
    }

    private static String line(AddressBans.Ban ban) {
        return ban.network()
                + "  "
                + reason(ban)
                + "  since "
                + ShownTime.of(ban.since())
                + "  until "
                + ShownTime.of(ban.until())
                + "  dropped "
                + ban.dropped();
    }

    private static Map<String, Object> fields(AddressBans.Ban ban) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("network", ban.network());
        fields.put("reason", reason(ban));
        fields.put("accounts", ban.accounts());
        fields.put("since", ban.since().toString());
        fields.put("until", ban.until().toString());
        fields.put("dropped", ban.dropped());
        return fields;
    }
}
