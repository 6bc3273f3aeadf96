package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The compliance record.
@Command(name = "archive", description = "The compliance record.")
final class ArchiveCommands {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    @CommandLine.ParentCommand private AdminCommands admin;
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Command(
            name = "search",
            description = "What was written by whom and when; content with --content only.")
    int search(
            @Option(names = "--address", paramLabel = "AOR") Optional<String> address,
            @Option(names = "--limit", defaultValue = "100") int limit,
            @Option(
                            names = "--content",
                            description =
                                    "Also what was written. For officers; each record that is shown is recorded.")
                    boolean content) {
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
            fields.put("record", fact.record());
            fields.putAll(fact.administered());
            rows.add(fields);
            text.append(text.isEmpty() ? "" : "\n")
                    .append(fact.time())
                    .append("  ")
                    .append(fact.kind())
                    .append("  ")
                    .append(
                            (fact.from() + fact.to()).isEmpty()
                                    ? ""
                                    : fact.from() + " to " + fact.to())
                    .append(RecordCommand.words(fact.administered()))
                    .append("  ")
                    .append(fact.record());
            if (content && fact.hasContent()) {
                text.append("\n    ").append(RecordCommand.content(admin, fact.record(), fields));
            }
        }
        admin.print(rows, rows.isEmpty() ? "nothing found" : text.toString());
        return 0;
    }

    @Command(name = "show", description = "A record: all facts, and content with --content only.")
    int show(
            @Parameters(paramLabel = "RECORD", description = "CHAIN/NUMBER, as a search shows it.")
                    String record,
            @Option(
                            names = "--content",
                            description = "Also what was written. For officers; it is recorded.")
                    boolean content) {
        return RecordCommand.show(admin, record, content);
    }

    @Command(
            name = "verify",
            description = {
                "Whether the record is whole: intact, broken or unproven.",
                "The exit status is 0 for intact only."
            })
    int verify(
            @Option(
                            names = "--against",
                            paramLabel = "ANCHORS",
                            description = {
                                "A copy of DATA/anchors that somebody else keeps, instead of this node's own.",
                                "Only what it covers is proven then."
                            })
                    Optional<Path> against,
            @Option(
                            names = "--trust",
                            paramLabel = "FINGERPRINT",
                            description =
                                    "The only signatures that count, not even this node's own; may be repeated.")
                    List<String> trusted,
            @Option(
                            names = "--signer",
                            paramLabel = "FINGERPRINT",
                            description =
                                    "Another node whose signatures count beside this node's own; its status shows the fingerprint.")
                    List<String> signers) {
        if (trusted != null && signers != null) {
            throw wrong("--trust names all signers, --signer one more: use one of them");
        }
        Administration.ArchiveTrust trust =
                trusted != null
                        ? new Administration.ArchiveTrust(false, fingerprints("--trust", trusted))
                        : new Administration.ArchiveTrust(
                                true,
                                fingerprints("--signer", signers == null ? List.of() : signers));
        Administration.Verification result =
                admin.administration().verifyArchive(trust, against.map(admin::file));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("whole", result.whole());
        fields.put("verdict", result.verdict());
        fields.put("result", result.text());
        admin.print(fields, result.text());
        return result.whole() ? 0 : 1;
    }

    @Command(
            name = "dump",
            description = {
                "Writes what a verifier needs to a new file (0600), for bin/earshot-verify.py.",
                "Facts and sealed content are in it, no content that can be read and no keys."
            })
    int dump(@Parameters(paramLabel = "FILE", description = "Must not be there yet.") Path typed) {
        Path file = admin.file(typed);
        long records = admin.administration().dumpArchive(file);
        admin.print(
                Map.of("dumped", file.toString(), "records", records),
                "wrote " + records + " records to " + file);
        return 0;
    }

    private Set<String> fingerprints(String option, List<String> typed) {
        Set<String> fingerprints = new LinkedHashSet<>();
        for (String text : typed) {
            String fingerprint = text.toLowerCase(Locale.ROOT);
            if (!FINGERPRINT.matcher(fingerprint).matches()) {
                throw wrong(
                        option
                                + ": \""
                                + text
                                + "\" is no fingerprint: 64 digits 0-9 a-f, as admin status shows it (archiveSigner)");
            }
            fingerprints.add(fingerprint);
        }
        return fingerprints;
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(
                spec.commandLine().getSubcommands().get("verify"), message);
    }
}
