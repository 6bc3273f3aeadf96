package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin archive export`.
@Command(
        name = "export",
        description = {
            "Writes all that a search finds: JSON, a table, and with --content mail, with what proves it.",
            "Words and content are for officers. That it is exported is in the archive first."
        })
final class ArchiveExportCommand implements Callable<Integer> {
    @CommandLine.ParentCommand private ArchiveCommands archive;
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
    @CommandLine.Mixin private Selection selection;

    @Option(
            names = {"--text", "--content"},
            description = "Also what was written. For officers.")
    private boolean content;

    @Parameters(
            paramLabel = "TARGET",
            description = "A new folder, or a new file if it ends in .zip.")
    private Path typed;

    @Override
    public Integer call() {
        AdminCommands admin = archive.admin();
        Path target = admin.file(typed);
        ArchiveExporting.Exported done =
                admin.administration()
                        .export()
                        .export(
                                new ArchiveExporting.Question(
                                        selection.words(admin, spec),
                                        selection.person(),
                                        selection.with(),
                                        selection.from(spec),
                                        selection.until(spec),
                                        selection.kind(),
                                        content),
                                target,
                                admin.actor());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("exported", target.toString());
        fields.put("counts", done.counts());
        fields.put("complete", done.gaps().isEmpty());
        fields.put("gaps", done.gaps());
        fields.put("manifest", done.manifest());
        fields.put("signer", done.signer());
        admin.print(fields, words(target, done));
        return 0;
    }

    private static String words(Path target, ArchiveExporting.Exported done) {
        StringBuilder text = new StringBuilder("exported to " + target);
        done.counts()
                .forEach((name, count) -> {
                    if (count > 0 || name.equals("matched")) {
                        text.append("\n  ").append(name).append(": ").append(count);
                    }
                });
        done.gaps().forEach(gap -> text.append("\nincomplete: ").append(gap));
        return text.append("\nSHA-256 of manifest.json: ")
                .append(done.manifest())
                .append("\ncheck: earshot-verify.py --export ")
                .append(target.getFileName())
                .append(" --trust ")
                .append(done.signer())
                .toString();
    }
}
