package org.earshot.common.key;

import java.math.BigInteger;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// What somebody could sign who has stolen an authority's key, or was careless with it.
final class Forgery {
    private Forgery() {}

    static ServerCertificate issue(
            PairRingKey key, CertificateAuthority authority, ServerNames names) {
        List<GeneralName> all = new ArrayList<>();
        if (names.domainAddress().isEmpty()) {
            all.add(new GeneralName(GeneralName.dNSName, names.domain()));
        } else {
            all.add(new GeneralName(GeneralName.dNSName, "localhost"));
        }
        for (InetAddress address : names.addresses()) {
            all.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress()));
        }
        return issue(key, authority, names.domain(), all);
    }

    static ServerCertificate issueWithoutNames(
            PairRingKey key, CertificateAuthority authority, String commonName) {
        return issue(key, authority, commonName, List.of());
    }

    /// Names only what it may, but for a SIP URI.
    static ServerCertificate issueWithUri(
            PairRingKey key, CertificateAuthority authority, String uri) {
        return issue(
                key,
                authority,
                "localhost",
                List.of(
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    }

    private static ServerCertificate issue(
            PairRingKey key,
            CertificateAuthority authority,
            String commonName,
            List<GeneralName> names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            Instant start = authority.certificate().getNotBefore().toInstant();
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            authority.certificate(),
                            BigInteger.TEN,
                            Date.from(start),
                            Date.from(start.plus(Duration.ofDays(30))),
                            new X500Name("CN=" + commonName),
                            pair.getPublic());
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            return new ServerCertificate(
                    List.of(
                            new JcaX509CertificateConverter()
                                    .getCertificate(
                                            builder.build(
                                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                                            .build(key.privateKey()))),
                            authority.certificate()),
                    pair.getPrivate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
