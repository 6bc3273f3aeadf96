package org.earshot.softphone.app;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The phone's certificate for DTLS in its data folder, so that it is the same in all calls.
final class CertificateFile {
    private static final Logger log = LoggerFactory.getLogger(CertificateFile.class);
    private static final String FILE = "dtls-certificate";

    private CertificateFile() {}

    /// Reads it; makes one where there is none, or none that can be read: then codes have to be compared anew.
    ///
    /// @throws StartFailure if it can't be written
    static DtlsIdentity open(DataFolder folder, SecureRandom random, InstantSource clock) {
        List<String> lines = folder.lines(FILE);
        if (!lines.isEmpty()) {
            try {
                return DtlsIdentity.parse(String.join("\n", lines));
            } catch (IllegalArgumentException _) {
                log.warn("{} can't be read: the phone gets a new one", folder.file(FILE));
            }
        }
        DtlsIdentity fresh = DtlsIdentity.generate(random, clock.instant());
        try {
            folder.replace(FILE, fresh.toText().lines().toList());
        } catch (IOException e) {
            throw new StartFailure("can't write " + folder.file(FILE) + ": " + e.getMessage());
        }
        return fresh;
    }
}
