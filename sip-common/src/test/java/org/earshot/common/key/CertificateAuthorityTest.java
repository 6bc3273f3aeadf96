package org.earshot.common.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.earshot.common.db.Columns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
    private static final ServerNames NAMES = names("example.org", "192.0.2.7");
    // The JDK checks validity by its own clock, so certificates are made for now.
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir private Path data;
    private KeyRing ring;
    private Path caFile;
    private Path leafFile;

    @BeforeEach
    void open() {
        ring = KeyRing.open(data.resolve("keys"));
        caFile = data.resolve("ca.pem");
        leafFile = data.resolve("tls/server.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "localhost", "192.0.2.7", "127.0.0.1", "::1"})
    void aPhoneThatTrustsTheAuthorityConnectsByEachName(String dialled) throws IOException {
        ServerTls server = server(NAMES, CLOCK);
        X509Certificate shown =
                Handshake.run(
                        server.context(), TrustedCertificates.fromPem(caFile).context(), dialled);
        assertThat(shown).isEqualTo(server.certificate().leaf());
    }

    @Test
    void anInvitationThatNamesItsKeyIsEnough() throws IOException {
        ServerTls server = server(NAMES, CLOCK);
        String key = ring.current(KeyName.CA).fingerprint();
        List<String> found = new ArrayList<>();
        SSLContext pinned = TrustedCertificates.ofKey(key, found::add).context();
        Handshake.run(server.context(), pinned, "example.org");
        assertThat(found).contains(Files.readString(caFile));
        assertThatThrownBy(() -> Handshake.run(server.context(), pinned, "example.net"))
                .isInstanceOf(SSLException.class);
        // the key of the server itself is nobody's authority
        for (String other : List.of("0".repeat(64), fingerprint(server.certificate().leaf()))) {
            List<String> nobody = new ArrayList<>();
            assertThatThrownBy(() ->
                            Handshake.run(
                                    server.context(),
                                    TrustedCertificates.ofKey(other, nobody::add).context(),
                                    "example.org"))
                    .isInstanceOf(SSLException.class);
            assertThat(nobody).isEmpty();
        }
    }

    @Test
    void anAuthorityThatIsOnlyShownSignsForNobody() {
        CertificateAuthority mine = authority(NAMES);
        KeyRing theirs = KeyRing.open(data.resolve("other"));
        CertificateAuthority other =
                CertificateAuthority.open(theirs, NAMES, data.resolve("other.pem"), CLOCK);
        ServerCertificate own = mine.issue(NAMES);
        // somebody between, with a certificate of their own, who adds the authority that the
        // invitation names
        ServerTls server =
                serverShowing(
                        new ServerCertificate(
                                List.of(own.leaf(), mine.certificate(), other.certificate()),
                                own.key()));
        SSLContext pinned =
                TrustedCertificates.ofKey(theirs.current(KeyName.CA).fingerprint(), _ -> {})
                        .context();
        assertThatThrownBy(() -> Handshake.run(server.context(), pinned, "example.org"))
                .isInstanceOf(SSLException.class);
    }

    private static String fingerprint(X509Certificate certificate) {
        return HexFormat.of().formatHex(Columns.sha256(certificate.getPublicKey().getEncoded()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.net", "sip.example.org", "192.0.2.8", "::2"})
    void aPhoneThatDialsAnotherNameRefuses(String dialled) {
        ServerTls server = server(NAMES, CLOCK);
        TrustedCertificates trusted = TrustedCertificates.fromPem(caFile);
        assertThatThrownBy(() -> Handshake.run(server.context(), trusted.context(), dialled))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aPhoneThatTrustsAnotherAuthorityRefuses() {
        ServerTls server = server(NAMES, CLOCK);
        Path other = data.resolve("other.pem");
        CertificateAuthority.open(KeyRing.open(data.resolve("other")), NAMES, other, CLOCK);
        for (TrustedCertificates trusted :
                List.of(TrustedCertificates.fromPem(other), TrustedCertificates.ofSystem())) {
            assertThatThrownBy(
                            () -> Handshake.run(server.context(), trusted.context(), "example.org"))
                    .isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.net", "203.0.113.5", "2001:db8::5"})
    void whatTheAuthorityMayNotSignForIsRefusedThoughItSigned(String domain) {
        CertificateAuthority authority = authority(NAMES);
        ServerNames elsewhere = names(domain);
        ServerCertificate forged = Forgery.issue(ring.current(KeyName.CA), authority, elsewhere);
        ServerTls server = serverShowing(forged);
        assertThatThrownBy(() ->
                        Handshake.run(
                                server.context(),
                                TrustedCertificates.fromPem(caFile).context(),
                                domain))
                .isInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining("may not sign for its names");
    }

    @Test
    void aCommonNameDoesNotGetAroundTheConstraints() {
        CertificateAuthority authority = authority(NAMES);
        ServerCertificate forged =
                Forgery.issueWithoutNames(ring.current(KeyName.CA), authority, "example.net");
        ServerTls server = serverShowing(forged);
        assertThatThrownBy(() ->
                        Handshake.run(
                                server.context(),
                                TrustedCertificates.fromPem(caFile).context(),
                                "example.net"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining("may not sign for its names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:example.net", "sip:x@example.net", "sip:[2001:db8::5]:5061"})
    void aSipUriDoesNotGetAroundTheConstraints(String uri) throws IOException {
        CertificateAuthority authority = authority(NAMES);
        PairRingKey key = ring.current(KeyName.CA);
        TrustedCertificates trusted = TrustedCertificates.fromPem(caFile);
        ServerTls server = serverShowing(Forgery.issueWithUri(key, authority, uri));
        assertThatThrownBy(() -> Handshake.run(server.context(), trusted.context(), "localhost"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining("may not sign for its names");
        ServerTls own = serverShowing(Forgery.issueWithUri(key, authority, "sip:example.org"));
        Handshake.run(own.context(), trusted.context(), "localhost");
    }

    @Test
    void anUnrelatedTrustedCertificateInTheChainDoesNotLiftTheConstraints() {
        CertificateAuthority authority = authority(NAMES);
        ServerNames elsewhere = names("example.net");
        CertificateAuthority permitting =
                CertificateAuthority.open(
                        KeyRing.open(data.resolve("other")),
                        elsewhere,
                        data.resolve("other.pem"),
                        CLOCK);
        ServerCertificate forged = Forgery.issue(ring.current(KeyName.CA), authority, elsewhere);
        ServerTls server =
                serverShowing(
                        new ServerCertificate(
                                List.of(
                                        forged.leaf(),
                                        authority.certificate(),
                                        permitting.certificate()),
                                forged.key()));
        TrustedCertificates both =
                TrustedCertificates.of(List.of(authority.certificate(), permitting.certificate()));
        assertThatThrownBy(() -> Handshake.run(server.context(), both.context(), "example.net"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void theDomainMayBeAnAddress() throws IOException {
        for (String domain : List.of("192.0.2.9", "2001:db8::9", "[2001:db8::a]")) {
            ServerNames names = names(domain);
            KeyRing own = KeyRing.open(data.resolve("keys-" + names.domain().hashCode()));
            CertificateAuthority authority = CertificateAuthority.open(own, names, caFile, CLOCK);
            ServerTls server =
                    ServerTls.of(authority, names, data.resolve("tls/" + names.domain()), CLOCK);
            TrustedCertificates trusted = TrustedCertificates.fromPem(caFile);
            Handshake.run(server.context(), trusted.context(), names.domain());
            Handshake.run(server.context(), trusted.context(), "localhost");
            assertThat(server.certificate().names())
                    .contains("6:sip:" + (domain.equals("2001:db8::9") ? "[2001:db8::9]" : domain));
        }
    }

    @Test
    void theCertificatesHaveTheShapesOfRfc5280() throws Exception {
        ServerTls server = server(NAMES, CLOCK);
        X509Certificate leaf = server.certificate().leaf();
        X509Certificate ca = server.certificate().chain().get(1);
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(ca.getBasicConstraints()).isZero();
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getKeyUsage()[0]).isTrue();
        assertThat(ca.getKeyUsage()[5]).as("keyCertSign").isTrue();
        assertThat(life(leaf)).isEqualTo(Duration.ofDays(398));
        assertThat(life(ca)).isGreaterThanOrEqualTo(Duration.ofDays(3650));
        assertThat(ca.getExtensionValue("2.5.29.30")).as("name constraints").isNotNull();
        assertThat(server.certificate().names())
                .contains("2:example.org", "2:localhost", "6:sip:example.org", "7:192.0.2.7");
        leaf.verify(ca.getPublicKey());
        ca.verify(ca.getPublicKey());
    }

    @Test
    void aRestartShowsTheSameCertificate() {
        X509Certificate first = server(NAMES, CLOCK).certificate().leaf();
        assertThat(server(NAMES, CLOCK).certificate().leaf()).isEqualTo(first);
        assertThat(mode(leafFile)).isEqualTo("rw-------");
        assertThat(mode(leafFile.getParent())).isEqualTo("rwx------");
    }

    @Test
    void changedNamesGetANewCertificateOfTheSameAuthority() {
        ServerTls before = server(NAMES, CLOCK);
        ServerTls after = server(names("example.org", "192.168.7.7"), CLOCK);
        assertThat(after.certificate().leaf()).isNotEqualTo(before.certificate().leaf());
        assertThat(after.certificate().chain().get(1))
                .isEqualTo(before.certificate().chain().get(1));
        assertThat(after.certificate().names())
                .contains("7:192.168.7.7")
                .doesNotContain("7:192.0.2.7");
    }

    @Test
    void aPublicAddressThatCameLaterIsLeftOutSoThatTheOtherNamesStillVerify() throws IOException {
        server(NAMES, CLOCK);
        ServerTls after = server(names("example.org", "203.0.113.5"), CLOCK);
        assertThat(after.certificate().names()).doesNotContain("7:203.0.113.5");
        Handshake.run(
                after.context(), TrustedCertificates.fromPem(caFile).context(), "example.org");
        assertThat(server(names("example.org", "203.0.113.5"), CLOCK).certificate().leaf())
                .as("and it is not issued again at each start")
                .isEqualTo(after.certificate().leaf());
    }

    @Test
    void aCertificateNearItsEndIsRenewedWhileTheServerRuns() {
        Instant[] now = {CLOCK.instant()};
        ServerTls server = server(NAMES, () -> now[0]);
        X509Certificate first = server.certificate().leaf();
        now[0] = now[0].plus(Duration.ofDays(360));
        assertThat(server.renew()).isFalse();
        now[0] = now[0].plus(Duration.ofDays(10));
        assertThat(server.renew()).isTrue();
        assertThat(server.certificate().leaf()).isNotEqualTo(first);
        assertThat(server.certificate().leaf().getNotAfter()).isAfter(first.getNotAfter());
    }

    @Test
    void aBrokenFileIsReplacedAndALooseOneRefused() throws IOException {
        server(NAMES, CLOCK);
        byte[] good = Files.readAllBytes(leafFile);
        for (int length : new int[] {0, 1, 50, good.length / 2, good.length - 40}) {
            Files.write(leafFile, Arrays.copyOf(good, length));
            assertThat(server(NAMES, CLOCK).certificate().chain()).hasSize(2);
        }
        Files.setPosixFilePermissions(leafFile, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> server(NAMES, CLOCK))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("others may read");
    }

    @Test
    void anotherDomainGetsAnotherAuthority() {
        CertificateAuthority before = authority(NAMES);
        CertificateAuthority after = authority(names("example.net"));
        assertThat(after.keyFingerprint()).isNotEqualTo(before.keyFingerprint());
        assertThat(ring.current(KeyName.CA).id().version()).isEqualTo(2);
        assertThat(Pem.certificates(Pem.file(caFile, "ca"), "ca"))
                .containsExactly(after.certificate());
    }

    @Test
    void anotherNodeWithTheSameRingHasTheSameAuthority() {
        CertificateAuthority here = authority(NAMES);
        Path export = data.resolve("export");
        ring.export(export, "p".toCharArray(), new PasswordCost(64, 1, 1));
        KeyRing there = KeyRing.importInto(data.resolve("there"), export, "p".toCharArray());
        CertificateAuthority other =
                CertificateAuthority.open(
                        there, names("example.org", "192.168.1.2"), data.resolve("c"), CLOCK);
        assertThat(other.certificate()).isEqualTo(here.certificate());
        assertThat(other.keyFingerprint()).hasSize(64);
    }

    @Test
    void theAdministratorsOwnCertificateIsShown() throws IOException {
        ServerCertificate own = authority(NAMES).issue(NAMES);
        ServerTls server = serverShowing(own);
        assertThat(
                        Handshake.run(
                                server.context(),
                                TrustedCertificates.fromPem(caFile).context(),
                                "example.org"))
                .isEqualTo(own.leaf());
    }

    @Test
    void theAdministratorsFilesThatDoNotFitAreNamed() throws IOException {
        CertificateAuthority authority = authority(NAMES);
        ServerCertificate one = authority.issue(NAMES);
        Path chain = data.resolve("chain.pem");
        Path key = data.resolve("key.pem");
        Files.writeString(chain, Pem.write(one.leaf()));

        assertThatThrownBy(() -> ServerTls.ofFiles(data.resolve("none"), key))
                .hasMessageContaining("there is no certificate file");
        assertThatThrownBy(() -> ServerTls.ofFiles(chain, key))
                .hasMessageContaining("there is no key file");
        privateFile(key, Pem.write(authority.issue(NAMES).key()));
        assertThatThrownBy(() -> ServerTls.ofFiles(chain, key))
                .hasMessageContaining("does not belong to the certificate");
        privateFile(key, "rubbish");
        assertThatThrownBy(() -> ServerTls.ofFiles(chain, key))
                .hasMessageContaining("holds no private key");
        privateFile(
                key,
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAMCAQA=\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertThatThrownBy(() -> ServerTls.ofFiles(chain, key))
                .isInstanceOf(KeyRingException.class);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> ServerTls.ofFiles(chain, key))
                .hasMessageContaining("others may read");
        Files.writeString(chain, "rubbish");
        assertThatThrownBy(() -> ServerTls.ofFiles(chain, key)).hasMessageContaining("holds no");
        assertThatThrownBy(() -> TrustedCertificates.fromPem(chain))
                .isInstanceOf(KeyRingException.class);
    }

    @Test
    void aFailedRenewalKeepsTheCertificateInUse() throws IOException {
        ServerCertificate own = authority(NAMES).issue(NAMES);
        ServerTls server = serverShowing(own);
        Files.delete(data.resolve("own-key.pem"));
        assertThat(server.renew()).isFalse();
        assertThat(server.certificate()).isEqualTo(own);
    }

    @Test
    void namesAreChecked() {
        for (String wrong :
                List.of("", "ex ample.org", "-a.org", "a..org", "a/b", "x".repeat(300))) {
            assertThatThrownBy(() -> new ServerNames(wrong, Set.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ServerNames.of("Example.ORG", List.of(InetAddress.ofLiteral("0.0.0.0"))))
                .satisfies(names -> {
                    assertThat(names.domain()).isEqualTo("example.org");
                    assertThat(names.addresses())
                            .contains(
                                    InetAddress.ofLiteral("127.0.0.1"),
                                    InetAddress.ofLiteral("::1"))
                            .noneMatch(InetAddress::isAnyLocalAddress);
                });
    }

    @Test
    void nothingPrintsThePrivateKey() {
        ServerCertificate certificate = authority(NAMES).issue(NAMES);
        assertThat(certificate.toString()).isEqualTo("ServerCertificate[CN=example.org]");
    }

    private CertificateAuthority authority(ServerNames names) {
        return CertificateAuthority.open(ring, names, caFile, CLOCK);
    }

    private ServerTls server(ServerNames names, InstantSource clock) {
        return ServerTls.of(
                CertificateAuthority.open(ring, names, caFile, clock), names, leafFile, clock);
    }

    /// A server with the administrator's own files.
    private ServerTls serverShowing(ServerCertificate certificate) {
        Path chain = data.resolve("own-chain.pem");
        StringBuilder pem = new StringBuilder("a comment\n");
        certificate.chain().forEach(one -> pem.append(Pem.write(one)));
        try {
            Files.write(chain, pem.toString().getBytes(StandardCharsets.US_ASCII));
            privateFile(data.resolve("own-key.pem"), Pem.write(certificate.key()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return ServerTls.ofFiles(chain, data.resolve("own-key.pem"));
    }

    private static void privateFile(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Duration life(X509Certificate certificate) {
        return Duration.between(
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    }

    private static ServerNames names(String domain, String... addresses) {
        return ServerNames.of(
                domain, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
