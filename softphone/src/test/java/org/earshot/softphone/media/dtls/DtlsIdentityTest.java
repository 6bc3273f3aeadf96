package org.earshot.softphone.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DtlsIdentityTest {
    private final DtlsIdentity identity = DtlsIdentity.generate(new SecureRandom(), Instant.now());

    @Test
    void theCertificateIsOneOfP256ThatVouchesForItself() throws Exception {
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(identity.certificate()));
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity();
        assertThat(((ECPublicKey) certificate.getPublicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
    }

    @Test
    void itIsTheSameAfterItWasKept() {
        DtlsIdentity again = DtlsIdentity.parse(identity.toText());
        assertThat(again.fingerprint()).isEqualTo(identity.fingerprint());
        assertThat(again.toText()).isEqualTo(identity.toText());
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        String other = DtlsIdentity.generate(new SecureRandom(), Instant.now()).toText();
        String mixed =
                identity.toText().lines().toList().getFirst()
                        + "\n"
                        + other.lines().toList().getLast();
        assertThatThrownBy(() -> DtlsIdentity.parse(mixed))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsCutIsRefused() {
        String text = identity.toText();
        for (int end = 0; end < text.length() - 8; end += 3) {
            String cut = text.substring(0, end);
            assertThatThrownBy(() -> DtlsIdentity.parse(cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void randomBytesAreRefused() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> DtlsIdentity.parse(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void noTextShowsTheKey() {
        assertThat(identity.toString()).startsWith("sha-256 ").hasSize(8 + 95);
    }
}
