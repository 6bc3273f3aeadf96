package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFileTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir private Path place;

    private DtlsIdentity open() {
        try (DataFolder folder = DataFolder.open(place.resolve("phone"))) {
            return CertificateFile.open(folder, random, InstantSource.system());
        }
    }

    @Test
    void isTheSameAtTheNextStart() {
        assertThat(open().fingerprint()).isEqualTo(open().fingerprint());
    }

    @Test
    void whereItIsSpoiltThereIsANewOneThatStays() {
        DtlsIdentity first = open();
        try (DataFolder folder = DataFolder.open(place.resolve("phone"))) {
            List<String> lines = folder.lines("dtls-certificate");
            folder.write("dtls-certificate", List.of(lines.getFirst(), "AAAA"));
        }
        DtlsIdentity second = open();
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(open().fingerprint()).isEqualTo(second.fingerprint());
    }
}
