package org.earshot.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The compliance record.
@Command(name = "archive", description = "The compliance record.")
final class ArchiveCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "search", description = "What was written by whom and when, without content.")
    int search(
            @Option(names = "--address", paramLabel = "AOR") Optional<String> address,
            @Option(names = "--limit", defaultValue = "100") int limit) {
        List<Map<String, Object>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Administration.ArchivedFact fact :
                admin.administration().archiveFacts(address, limit)) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("number", fact.number());
            fields.put("time", fact.time().toString());
            fields.put("kind", fact.kind());
            fields.put("from", fact.from());
            fields.put("to", fact.to());
            fields.put("callId", fact.callId());
            fields.put("status", fact.status());
            rows.add(fields);
            text.append(text.isEmpty() ? "" : "\n")
                    .append(fact.time())
                    .append("  ")
                    .append(fact.kind())
                    .append("  ")
                    .append(fact.from())
                    .append(" to ")
                    .append(fact.to());
        }
        admin.print(rows, rows.isEmpty() ? "nothing found" : text.toString());
        return 0;
    }

    @Command(name = "verify", description = "Whether the record is whole.")
    int verify(
            @Option(
                            names = "--signer",
                            paramLabel = "FINGERPRINT",
                            description =
                                    "Another node whose signatures count; its status shows the fingerprint.")
                    List<String> signers) {
        Administration.Verification result =
                admin.administration()
                        .verifyArchive(signers == null ? Set.of() : Set.copyOf(signers));
        admin.print(Map.of("whole", result.whole(), "result", result.text()), result.text());
        return result.whole() ? 0 : 1;
    }
}
