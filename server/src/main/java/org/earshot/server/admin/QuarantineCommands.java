package org.earshot.server.admin;

import java.nio.file.Path;
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

/// Files that policy refused and that are held back.
@Command(
        name = "quarantine",
        description =
                "Files that were refused for what is in them, and are held back (files.quarantine).")
final class QuarantineCommands {
    private static final String ID = "As file quarantine list has it.";

    @CommandLine.ParentCommand private FileCommands files;

    private QuarantineAdministration quarantine() {
        return files.admin().administration().quarantine();
    }

    @Command(name = "list", description = "Which files are held, the latest first.")
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
        List<QuarantineAdministration.HeldFact> held = quarantine().list(of, limit);
        files.admin()
                .print(
                        held.stream().map(QuarantineCommands::fields).toList(),
                        held.isEmpty()
                                ? "nothing is held back"
                                : held.stream()
                                        .map(QuarantineCommands::line)
                                        .collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(name = "show", description = "A file, why it is held, and whom it is for.")
    int show(@Parameters(paramLabel = "ID", description = ID) String id) {
        QuarantineAdministration.HeldFact file = quarantine().show(id);
        files.admin()
                .print(
                        fields(file),
                        line(file)
                                + "\n  type "
                                + file.type()
                                + "\n  SHA-256 "
                                + file.sha256().orElse("not known")
                                + "\n  for "
                                + (file.recipients().isEmpty()
                                        ? "nobody yet"
                                        : String.join(", ", file.recipients())));
        return 0;
    }

    @Command(
            name = "fetch",
            description = {
                "Writes the content of a file to a new file (0600), to look into it. It may be harmful.",
                "For officers; it is recorded first."
            })
    int fetch(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Parameters(paramLabel = "FILE", description = "Must not be there yet.") Path typed) {
        Path file = files.admin().file(typed);
        long bytes = quarantine().fetch(id, file);
        files.admin()
                .print(
                        Map.of("file", file.toString(), "bytes", bytes),
                        "wrote "
                                + bytes
                                + " bytes to "
                                + file
                                + ": do not open it where it can do harm");
        return 0;
    }

    @Command(
            name = "release",
            description = {
                "Lets those fetch a file whom it is for; they are told as if it had just come.",
                "Earshot's phones may still refuse it by their own rules (files.blocked, files.allowPrograms, files.archives)."
            })
    int release(@Parameters(paramLabel = "ID", description = ID) String id) {
        quarantine().release(id);
        files.admin()
                .print(
                        Map.of("released", id),
                        "released "
                                + id
                                + ": those whom it is for are told, and can fetch it.\n"
                                + "Earshot's phones go by files.blocked, files.allowPrograms and files.archives too: what these do not let in a phone may"
                                + " refuse once more.");
        return 0;
    }

    @Command(name = "delete", description = "Erases a file for good.")
    int delete(@Parameters(paramLabel = "ID", description = ID) String id) {
        quarantine().delete(id);
        files.admin().print(Map.of("deleted", id), "deleted " + id);
        return 0;
    }

    private static String line(QuarantineAdministration.HeldFact file) {
        return file.id()
                + "  "
                + file.name()
                + "  "
                + file.size()
                + " bytes  of "
                + file.owner()
                + "  since "
                + ShownTime.of(file.heldAt())
                + "  until "
                + ShownTime.of(file.expiresAt())
                + "\n  "
                + file.reason();
    }

    private static Map<String, Object> fields(QuarantineAdministration.HeldFact file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", file.id());
        fields.put("owner", file.owner());
        fields.put("name", file.name());
        fields.put("type", file.type());
        fields.put("size", file.size());
        fields.put("reason", file.reason());
        fields.put("heldAt", file.heldAt().toString());
        fields.put("expiresAt", file.expiresAt().toString());
        file.sha256().ifPresent(hash -> fields.put("sha256", hash));
        fields.put("recipients", file.recipients());
        return fields;
    }
}
