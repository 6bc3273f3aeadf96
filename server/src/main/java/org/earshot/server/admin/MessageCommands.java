package org.earshot.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Messages that wait, and who may send them.
@Command(name = "messages", description = "Messages that wait, and who may send them.")
final class MessageCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "waiting", description = "How many messages wait for which phones.")
    int waiting(
            @Parameters(arity = "0..1", paramLabel = "AOR", description = "Only this address.")
                    Optional<String> address) {
        List<Map<String, Object>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (ChatAdministration.WaitingFact fact : admin.administration().chat().waiting(address)) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("address", fact.address());
            fields.put("device", fact.device());
            fields.put("waiting", fact.waiting());
            fields.put("oldest", fact.oldest().toString());
            rows.add(fields);
            text.append(text.isEmpty() ? "" : "\n")
                    .append(fact.address())
                    .append("  ")
                    .append(fact.waiting())
                    .append(" since ")
                    .append(ShownTime.of(fact.oldest()))
                    .append("  ")
                    .append(fact.device().isEmpty() ? "phones without a name" : fact.device());
        }
        admin.print(rows, rows.isEmpty() ? "nothing waits" : text.toString());
        return 0;
    }

    @Command(name = "block", description = "An account gets no messages of a sender any more.")
    int block(
            @Parameters(paramLabel = "OWNER") String owner,
            @Parameters(paramLabel = "SENDER") String sender) {
        boolean changed = admin.administration().chat().block(owner, sender, true);
        admin.print(
                Map.of("owner", owner, "sender", sender, "blocked", true),
                changed
                        ? owner + " gets no messages of " + sender + " any more"
                        : "it was so before");
        return 0;
    }

    @Command(name = "unblock", description = "An account gets the messages of a sender again.")
    int unblock(
            @Parameters(paramLabel = "OWNER") String owner,
            @Parameters(paramLabel = "SENDER") String sender) {
        boolean changed = admin.administration().chat().block(owner, sender, false);
        admin.print(
                Map.of("owner", owner, "sender", sender, "blocked", false),
                changed
                        ? owner + " gets the messages of " + sender + " again"
                        : "it was so before");
        return 0;
    }
}
