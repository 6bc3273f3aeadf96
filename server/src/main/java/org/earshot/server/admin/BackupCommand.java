package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.common.text.Counted;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A copy of all that a server keeps.
@Command(
        name = "backup",
        description = {
            "Copies all that the server keeps, while it runs: what was acknowledged before is in it.",
            "The keys go into a file of their own, sealed with the password on standard input: keep it elsewhere, for",
            "with both of them everything can be read. Both are written by the server's user."
        })
final class BackupCommand implements Callable<Integer> {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Parameters(
            index = "0",
            paramLabel = "FOLDER",
            description = "For database, anchors and files. Must not be there yet.")
    private Path folder;

    @Option(
            names = "--keys",
            required = true,
            paramLabel = "FILE",
            description = "For the keys. Must not be there yet, nor lie in FOLDER.")
    private Path keys;

    @Option(
            names = "--password-stdin",
            required = true,
            description = "The password for the keys, one line.")
    @SuppressWarnings("UnusedVariable") // AdminMain reads the line
    private boolean fromStandardInput;

    @Override
    public Integer call() {
        Path target = admin.file(folder);
        BackupAdministration.Made made =
                admin.administration()
                        .backups()
                        .make(target, admin.file(keys), admin.password().toCharArray());
        admin.print(
                Map.of(
                        "folder",
                        target.toString(),
                        "keys",
                        admin.file(keys).toString(),
                        "takenAt",
                        made.takenAt(),
                        "files",
                        made.parts(),
                        "bytes",
                        made.bytes()),
                "backed up "
                        + Counted.of(made.bytes(), "byte")
                        + " in "
                        + Counted.of(made.parts(), "file")
                        + " to "
                        + target
                        + ", and the keys to "
                        + admin.file(keys)
                        + ", as of "
                        + ShownTime.of(made.takenAt()));
        return 0;
    }
}
