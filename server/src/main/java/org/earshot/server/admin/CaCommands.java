package org.earshot.server.admin;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The certificate authority made at first start.
@Command(name = "ca", description = "The server's own certificate authority.")
final class CaCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "export", description = "Prints the CA's certificate, which phones must trust.")
    int export() {
        try {
            String pem = Files.readString(file(), StandardCharsets.US_ASCII);
            admin.print(Map.of("certificate", pem), pem.strip());
            return 0;
        } catch (java.io.IOException e) {
            throw missing();
        }
    }

    @Command(
            name = "fingerprint",
            description =
                    "Prints the SHA-256 of the CA's key, which people type who sign up where they have neither a link nor the certificate.")
    int fingerprint() {
        try {
            String fingerprint = CertificateAuthority.keyFingerprint(file());
            admin.print(Map.of("fingerprint", fingerprint), fingerprint);
            return 0;
        } catch (KeyRingException e) {
            throw missing();
        }
    }

    private Path file() {
        return admin.data().resolve("ca.pem");
    }

    private AdminException missing() {
        return new AdminException(
                "there is no CA in "
                        + admin.data()
                        + " yet: it is made at the server's first start (and not where tls.certificate is set)");
    }
}
