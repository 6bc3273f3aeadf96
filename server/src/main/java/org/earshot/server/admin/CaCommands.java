package org.earshot.server.admin;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The certificate authority made at first start.
@Command(name = "ca", description = "The server's own certificate authority.")
final class CaCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "export", description = "Prints the CA's certificate, which phones must trust.")
    int export() {
        Path file = admin.data().resolve("ca.pem");
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            admin.print(Map.of("certificate", pem), pem.strip());
            return 0;
        } catch (java.io.IOException e) {
            throw new AdminException(
                    "there is no CA in "
                            + admin.data()
                            + " yet: it is made at the server's first start (and not where tls.certificate is set)");
        }
    }
}
