package org.earshot.common.key;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The domain's own certificate authority, made at first start, for an office that has none: EC P-256, ten
/// years, and name constraints so that whoever trusts it trusts it for this domain only (RFC 5280
/// §4.2.1.10). Its key and its certificate live in the key ring, so that all nodes have the same one.
///
/// Immutable; any thread.
public final class CertificateAuthority {
    private static final Logger log = LoggerFactory.getLogger(CertificateAuthority.class);
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3653);

    /// The longest that common TLS clients accept.
    private static final Duration SERVER_LIFE = Duration.ofDays(398);

    /// Phones without a battery for their clock are some hours off after a power cut.
    private static final Duration CLOCK_SKEW = Duration.ofHours(24);

    private final PairRingKey key;
    private final X509Certificate certificate;
    private final InstantSource clock;

    private CertificateAuthority(
            PairRingKey key, X509Certificate certificate, InstantSource clock) {
        this.key = key;
        this.certificate = certificate;
        this.clock = clock;
    }

    /// The authority of a ring; makes its certificate if there is none, and a new authority if the one there
    /// may not sign for the domain or has expired. Phones must then be given the new `ca.pem`.
    ///
    /// @param names what its server certificates will name
    /// @param caFile where to write the certificate for phones, such as `DATA/ca.pem`
    /// @throws KeyRingException if ring or file can't be read or written
    public static CertificateAuthority open(
            KeyRing ring, ServerNames names, Path caFile, InstantSource clock) {
        CertificateAuthority authority = read(ring, ring.current(KeyName.CA), names, clock);
        if (!authority.serves(names)) {
            log.warn(
                    "the certificate authority {} can't serve {}: a new one is made; give every phone the new {}",
                    authority.certificate.getSubjectX500Principal(),
                    names.domain(),
                    caFile);
            authority = read(ring, ring.rotate(KeyName.CA), names, clock);
        }
        PrivateFiles.replace(
                caFile,
                Pem.write(authority.certificate).getBytes(StandardCharsets.US_ASCII),
                false);
        return authority;
    }

    private static CertificateAuthority read(
            KeyRing ring, PairRingKey key, ServerNames names, InstantSource clock) {
        Optional<byte[]> attached = ring.attachment(key.id());
        byte[] pem =
                attached.orElseGet(() ->
                        ring.attach(
                                key.id(),
                                Pem.write(selfSigned(key, names, clock.instant()))
                                        .getBytes(StandardCharsets.US_ASCII)));
        X509Certificate certificate =
                Pem.certificates(pem, "the certificate of " + key.id()).getFirst();
        if (!certificate.getPublicKey().equals(key.publicKey())) {
            throw new KeyRingException("the certificate of " + key.id() + " has another key");
        }
        return new CertificateAuthority(key, certificate, clock);
    }

    /// To be trusted by phones.
    public X509Certificate certificate() {
        return certificate;
    }

    /// SHA-256 of the public key as 64 hex digits: what an invitation names.
    public String keyFingerprint() {
        return key.fingerprint();
    }

    /// The same of the authority whose certificate is in a file, such as `ca.pem`.
    ///
    /// @throws KeyRingException if it holds no certificate or can't be read
    public static String keyFingerprint(Path pem) {
        X509Certificate authority =
                Pem.certificates(Pem.file(pem, "certificate file"), pem.toString()).getFirst();
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(authority.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Whether a certificate of this authority can name an address. Not if that is a public one which the server
    /// did not have when the authority was made.
    boolean permits(InetAddress address) {
        return NameConstraint.permits(
                certificate, new GeneralName(GeneralName.iPAddress, address.getHostAddress()));
    }

    /// Makes a key and a certificate for a server. An address that the authority may not sign for is left
    /// out: with it the whole certificate would be refused.
    public ServerCertificate issue(ServerNames names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Instant now = clock.instant();
            Instant end = now.plus(SERVER_LIFE).minus(CLOCK_SKEW);
            Instant authorityEnd = certificate.getNotAfter().toInstant();
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            certificate,
                            serial(),
                            Date.from(now.minus(CLOCK_SKEW)),
                            Date.from(end.isBefore(authorityEnd) ? end : authorityEnd),
                            commonName(names.domain()),
                            pair.getPublic());
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(subjectNames(names).toArray(GeneralName[]::new)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(certificate));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
            return new ServerCertificate(
                    List.of(signed(builder, key), certificate), pair.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("can't make a certificate", e);
        }
    }

    /// The names as [ServerCertificate#names] shows them.
    List<String> namesToSign(ServerNames names) {
        List<String> signed = new ArrayList<>();
        for (GeneralName name : subjectNames(names)) {
            signed.add(name.getTagNo() + ":" + text(name));
        }
        return signed;
    }

    private static String text(GeneralName name) {
        if (name.getTagNo() != GeneralName.iPAddress) {
            return name.getName().toString();
        }
        byte[] bytes = ASN1OctetString.getInstance(name.getName()).getOctets();
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong length
        }
    }

    /// RFC 5922 §7.1: the domain also as a SIP URI.
    private List<GeneralName> subjectNames(ServerNames names) {
        List<GeneralName> all = new ArrayList<>();
        if (names.domainAddress().isEmpty()) {
            all.add(new GeneralName(GeneralName.dNSName, names.domain()));
        }
        if (!names.domain().equals("localhost")) {
            all.add(new GeneralName(GeneralName.dNSName, "localhost"));
        }
        String host = names.domain().indexOf(':') < 0 ? names.domain() : "[" + names.domain() + "]";
        all.add(new GeneralName(GeneralName.uniformResourceIdentifier, "sip:" + host));
        for (InetAddress address : names.addresses()) {
            if (permits(address)) {
                all.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress()));
            }
        }
        return all;
    }

    private boolean serves(ServerNames names) {
        GeneralName domain =
                names.domainAddress()
                        .map(a -> new GeneralName(GeneralName.iPAddress, a.getHostAddress()))
                        .orElseGet(() -> new GeneralName(GeneralName.dNSName, names.domain()));
        return NameConstraint.permits(certificate, domain)
                && clock.instant().isBefore(certificate.getNotAfter().toInstant());
    }

    private static X509Certificate selfSigned(PairRingKey key, ServerNames names, Instant now) {
        // The key's beginning tells two authorities of one domain apart.
        X500Name subject =
                commonName(
                        "Earshot CA " + key.fingerprint().substring(0, 8) + " " + names.domain());
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        subject,
                        serial(),
                        Date.from(now.minus(CLOCK_SKEW)),
                        Date.from(now.plus(AUTHORITY_LIFE)),
                        subject,
                        key.publicKey());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            // RFC 5280 wants this critical, but there are phones (those on Mbed TLS) that refuse
            // every
            // critical extension they don't know. Not critical, it still binds all that know it.
            builder.addExtension(Extension.nameConstraints, false, NameConstraint.of(names));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.publicKey()));
            return signed(builder, key);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("can't make a certificate authority", e);
        }
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PairRingKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(key.privateKey())));
    }

    /// RFC 5280 §A.1: a common name has at most 64 characters. Nobody compares it.
    private static X500Name commonName(String text) {
        String fits = text.length() <= 64 ? text : text.substring(0, 64);
        return new X500NameBuilder().addRDN(BCStyle.CN, fits).build();
    }

    /// RFC 5280 §4.1.2.2: positive, at most 20 octets; not to be foreseen.
    private static BigInteger serial() {
        return new BigInteger(127, new SecureRandom()).add(BigInteger.ONE);
    }
}
