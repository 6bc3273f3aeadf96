package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.common.text.ShownTime;
import org.earshot.server.backup.Manifest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts a backup back.
@Command(
        name = "restore",
        description = {
            "Puts a backup back, where no server has kept anything yet: nothing is overwritten.",
            "All of the backup is checked first. What came after it is missing then: archive verify --against a newer copy",
            "of the anchors says what."
        })
final class RestoreCommand implements Callable<Integer> {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Parameters(index = "0", paramLabel = "FOLDER", description = "As backup made it.")
    private Path folder;

    @Option(
            names = "--keys",
            required = true,
            paramLabel = "FILE",
            description = "The file of keys that was made with it.")
    private Path keys;

    @Option(
            names = "--password-stdin",
            required = true,
            description = "The password of the keys, one line.")
    @SuppressWarnings("UnusedVariable") // AdminMain reads the line
    private boolean fromStandardInput;

    @Override
    public Integer call() {
        Manifest restored =
                admin.local()
                        .restore(
                                admin.file(folder),
                                admin.file(keys),
                                admin.password().toCharArray());
        admin.print(
                Map.of(
                        "domain",
                        restored.domain(),
                        "takenAt",
                        restored.takenAt(),
                        "files",
                        restored.parts().size()),
                "put back what "
                        + restored.domain()
                        + " had at "
                        + ShownTime.of(restored.takenAt())
                        + ": start the server, then see archive verify");
        return 0;
    }
}
