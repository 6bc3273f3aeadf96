package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The key ring.
@Command(
        name = "keys",
        description = "The key ring that all nodes of a domain share.",
        synopsisSubcommandLabel = "COMMAND")
final class KeyCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(
            name = "export",
            description = {
                "Writes the shared keys to a new file (0600), protected by the password on standard input.",
                "The archive's keys are not in it: back up KEYS/archive-days and KEYS/archive-words too."
            })
    int export(
            @Parameters(paramLabel = "FILE", description = "Must not be there yet.") Path file,
            @Option(names = "--password-stdin", description = "As it is anyway.")
                    boolean fromStandardInput) {
        List<String> keys = admin.local().exportKeys(file, admin.password().toCharArray());
        admin.print(
                Map.of("exported", file.toString(), "keys", keys),
                "exported " + String.join(", ", keys) + " to " + file);
        return 0;
    }

    @Command(
            name = "import",
            description = {
                "Adds the keys of an exported file; its password comes on standard input.",
                "For a node that has not started yet, or that has the same keys in older versions."
            })
    int importFrom(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--password-stdin", description = "As it is anyway.")
                    boolean fromStandardInput) {
        List<String> keys = admin.local().importKeys(file, admin.password().toCharArray());
        admin.print(
                Map.of("imported", file.toString(), "keys", keys),
                "the key ring has now " + String.join(", ", keys));
        return 0;
    }

    @Command(
            name = "rotate",
            description = {
                "Makes a new version of a key, from now on the one in use; old ones stay.",
                "Other nodes with a key ring of their own must import it before they meet it."
            })
    int rotate(
            @Parameters(
                            paramLabel = "NAME",
                            description = "credential, nonce, route, archive-content, node or ca.")
                    String name) {
        String made = admin.administration().rotateKey(name);
        admin.print(
                Map.of("rotated", made),
                "made "
                        + made
                        + (name.equals("ca")
                                ? "; it is used from the next start on, and every phone needs the new ca.pem then"
                                : ""));
        return 0;
    }

    @Command(
            name = "reload",
            description = "Has the running server read keys that another process has added.")
    int reload() {
        List<String> keys = admin.administration().reloadKeys();
        admin.print(Map.of("keys", keys), "the key ring has now " + String.join(", ", keys));
        return 0;
    }
}
