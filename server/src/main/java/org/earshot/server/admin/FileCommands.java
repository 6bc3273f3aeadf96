package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Stored files: which there are, and that one goes.
@Command(
        name = "file",
        description = "Files in the store (https.listen).",
        subcommands = QuarantineCommands.class)
final class FileCommands {

    @CommandLine.ParentCommand private AdminCommands admin;

    AdminCommands admin() {
        return admin;
    }

    @Command(name = "list", description = "Which files there are, the latest first.")
    int list(
            @Option(
                            names = "--of",
                            paramLabel = "NAME",
                            description = "Only what this account uploaded.")
                    Optional<String> of,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            paramLabel = "N",
                            description = "At most so many, up to 10000; without it 50.")
                    int limit) {
        Listed.checkLimit(limit);
        List<FileAdministration.FileFact> files = admin.administration().files().list(of, limit);
        admin.print(
                files.stream().map(FileCommands::fields).toList(),
                files.isEmpty()
                        ? "no files"
                        : files.stream().map(FileCommands::line).collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(name = "show", description = "A file, and who may fetch it.")
    int show(@Parameters(paramLabel = "ID", description = "As file list has it.") String id) {
        FileAdministration.FileFact file = admin.administration().files().show(id);
        admin.print(
                fields(file),
                line(file)
                        + "\n  type "
                        + file.type()
                        + "\n  SHA-256 "
                        + file.sha256().orElse("not known yet")
                        + "\n  for "
                        + (file.recipients().isEmpty()
                                ? "nobody yet"
                                : String.join(", ", file.recipients())));
        return 0;
    }

    @Command(name = "delete", description = "Erases a file for good.")
    int delete(@Parameters(paramLabel = "ID", description = "As file list has it.") String id) {
        admin.administration().files().delete(id);
        admin.print(Map.of("deleted", id), "deleted " + id);
        return 0;
    }

    private static String line(FileAdministration.FileFact file) {
        return file.id()
                + "  "
                + file.name()
                + "  "
                + file.size()
                + " bytes  of "
                + file.owner()
                + "  since "
                + ShownTime.of(file.createdAt())
                + (file.whole() ? "  until " : "  not whole, until ")
                + ShownTime.of(file.expiresAt());
    }

    private static Map<String, Object> fields(FileAdministration.FileFact file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", file.id());
        fields.put("owner", file.owner());
        fields.put("name", file.name());
        fields.put("type", file.type());
        fields.put("size", file.size());
        fields.put("whole", file.whole());
        fields.put("createdAt", file.createdAt().toString());
        fields.put("expiresAt", file.expiresAt().toString());
        file.sha256().ifPresent(hash -> fields.put("sha256", hash));
        fields.put("recipients", file.recipients());
        return fields;
    }
}
