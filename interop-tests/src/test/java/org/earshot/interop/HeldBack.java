package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.softphone.app.DigestSignIn;
import org.earshot.softphone.file.SourceFile;
import org.earshot.softphone.file.StoreClient;
import org.earshot.softphone.file.StoreRefusedException;

/// A file that policy refuses and that a server holds back, where it has `files.quarantine.keep`.
final class HeldBack {
    private HeldBack() {}

    /// Alice, whose password is `pwalice`, sends a program to bob by the store, under a name that does not say so.
    static void byTheStore(Lab lab, EarshotServer server, String name) throws Exception {
        byte[] program = Arrays.copyOf(new byte[] {'M', 'Z', (byte) 0x90, 0}, 300_000);
        SourceFile file = SourceFile.examine(Files.write(lab.file(name), program), _ -> {});
        try (StoreClient alice =
                new StoreClient(
                        TrustedCertificates.fromPem(server.ca()).context(),
                        new DigestSignIn("alice", "127.0.0.1", "pwalice"))) {
            URI url =
                    alice.begin(
                            URI.create("https://" + server.address("https")),
                            file,
                            "application/octet-stream",
                            List.of("sip:bob@127.0.0.1"));
            assertThatThrownBy(() -> alice.send(url, file, _ -> {}))
                    .isInstanceOf(StoreRefusedException.class);
        }
    }
}
