package org.earshot.common.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom a node believes that it is another one of the domain.
class DomainAuthoritiesTest {
    // The JDK checks validity by its own clock, so certificates are made for now.
    private static final InstantSource CLOCK = InstantSource.system();
    private static final ServerNames NAMES = new ServerNames("example.org", Set.of());

    @TempDir private Path data;
    private KeyRing ring;

    @BeforeEach
    void open() {
        ring = KeyRing.open(data.resolve("keys"));
    }

    @Test
    void aNodeWithACertificateOfTheDomainsAuthority() throws IOException {
        ServerTls other = ofAuthority(ring, "other");
        assertThat(connect(other, Optional.empty())).isTrue();
    }

    @Test
    void alsoAfterARotationUntilItHasStartedAnew() throws IOException {
        ServerTls other = ofAuthority(ring, "other");
        ring.rotate(KeyName.CA);
        assertThat(connect(other, Optional.empty())).isTrue();
        assertThat(connect(ofAuthority(ring, "new"), Optional.empty())).isTrue();
    }

    @Test
    void nobodyElse() {
        ServerTls stranger = ofAuthority(KeyRing.open(data.resolve("strange")), "stranger");
        assertThatThrownBy(() -> connect(stranger, Optional.empty()))
                .isInstanceOf(SSLException.class);
        ofAuthority(ring, "own");
        assertThatThrownBy(() -> connect(stranger, Optional.empty()))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aNodeWithTheSameCertificateOfTheAdministrator() throws IOException {
        KeyRing company = KeyRing.open(data.resolve("company"));
        ServerTls other = ofAuthority(company, "other");
        Path file = pem("leaf.pem", other.certificate().chain().subList(0, 1));
        assertThat(connect(other, Optional.of(file))).isTrue();
        // what it has signed itself is nobody's: it is no authority
        assertThatThrownBy(() -> connect(ofAuthority(company, "third"), Optional.of(file)))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aNodeWhoseCertificateIsOfTheAuthorityInTheAdministratorsFile() throws IOException {
        KeyRing company = KeyRing.open(data.resolve("company"));
        ServerTls own = ofAuthority(company, "own");
        Path file = pem("chain.pem", own.certificate().chain());
        assertThat(connect(ofAuthority(company, "other"), Optional.of(file))).isTrue();
    }

    @Test
    void aFileThatCantBeReadTakesNothingFromTheOthers() throws IOException {
        ServerTls other = ofAuthority(ring, "other");
        Path broken = Files.writeString(data.resolve("broken.pem"), "nothing");
        assertThat(connect(other, Optional.of(broken))).isTrue();
        assertThat(connect(other, Optional.of(data.resolve("gone.pem")))).isTrue();
    }

    private boolean connect(ServerTls server, Optional<Path> file) throws IOException {
        SSLContext client =
                TrustedCertificates.ofSystemAnd(new DomainAuthorities(ring, file)).context();
        return Handshake.run(server.context(), client, "example.org")
                .equals(server.certificate().leaf());
    }

    private ServerTls ofAuthority(KeyRing of, String name) {
        CertificateAuthority authority =
                CertificateAuthority.open(of, NAMES, data.resolve(name + "-ca.pem"), CLOCK);
        return ServerTls.of(authority, NAMES, data.resolve(name).resolve("server.pem"), CLOCK);
    }

    private Path pem(String name, List<X509Certificate> chain) throws IOException {
        StringBuilder text = new StringBuilder();
        chain.forEach(certificate -> text.append(Pem.write(certificate)));
        return Files.writeString(data.resolve(name), text);
    }
}
