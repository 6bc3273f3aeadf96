package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.earshot.common.text.Counted;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The compliance record.
@Command(
        name = "archive",
        description = "The compliance record.",
        subcommands = {ArchiveSearchCommand.class, ArchiveExportCommand.class})
final class ArchiveCommands {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    @CommandLine.ParentCommand private AdminCommands admin;
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    AdminCommands admin() {
        return admin;
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
            name = "file",
            description = {
                "Writes the copy of a file that the record keeps (files.record: content) to a new file (0600).",
                "For officers; it is recorded first. Its SHA-256 is checked against the record's."
            })
    int file(
            @Parameters(
                            paramLabel = "RECORD",
                            description =
                                    "CHAIN/NUMBER of a file-stored or file-released, as a search shows it.")
                    String record,
            @Parameters(paramLabel = "FILE", description = "Must not be there yet.") Path typed) {
        Path file = admin.file(typed);
        long bytes = admin.administration().records().file(record, admin.actor(), file);
        admin.print(
                Map.of("file", file.toString(), "bytes", bytes),
                "wrote " + Counted.of(bytes, "byte") + " to " + file + ", SHA-256 as recorded");
        return 0;
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
                                "A copy of DATA/anchors that somebody else keeps, or a file that a syslog server wrote,",
                                "instead of this node's own.",
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
                "wrote " + Counted.of(records, "record") + " to " + file);
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
