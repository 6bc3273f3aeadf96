package org.earshot.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.ServerCertificate;
import org.earshot.common.key.ServerTls;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.server.web.WebListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A certificate of an authority that speaks the protocol, over real HTTP and HTTPS.
class AcmeIT {
    private static final List<String> NAMES = List.of("example.org", "sip.example.org");

    @TempDir private Path folder;
    private final Proofs proofs = new Proofs();
    private final AtomicInteger renewed = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private FakeAuthority authority;
    private WebListener listener;
    private AcmeRenewal renewal;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        authority = FakeAuthority.start(folder, () -> now);
        Map<InetSocketAddress, Optional<SSLContext>> at = new LinkedHashMap<>();
        at.put(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty());
        listener = WebListener.open("tls.acme.listen", at, WebListener.Host.ANY, proofs::addTo);
        authority.looksAt(port());
        file = folder.resolve("tls").resolve("acme.pem");
        renewal = renewal(NAMES, Optional.of(trusted()));
    }

    private SSLContext trusted() {
        return TrustedCertificates.fromPem(authority.trusted()).context();
    }

    private AcmeRenewal renewal(List<String> names, Optional<SSLContext> tls) {
        return new AcmeRenewal(
                new AcmeClient(
                        URI.create(authority.directory()),
                        tls,
                        "admin@example.org",
                        folder.resolve("tls").resolve("acme-account.pem"),
                        proofs),
                names,
                file,
                renewed::incrementAndGet,
                () -> now);
    }

    private int port() {
        return listener.addresses().getFirst().getPort();
    }

    @AfterEach
    void stop() {
        listener.close();
        authority.close();
    }

    private Optional<ServerCertificate> kept() {
        return ServerTls.kept(file, () -> now);
    }

    @Test
    void aCertificateIsGotAndKeptAndRenewedInTime() throws Exception {
        renewal.round();
        ServerCertificate first = kept().orElseThrow();
        assertThat(first.names()).contains("2:example.org", "2:sip.example.org");
        assertThat(first.chain()).hasSize(2).last().isEqualTo(authority.root());
        first.leaf().verify(authority.root().getPublicKey());
        assertThat(renewed).hasValue(1);
        for (String one : List.of("acme.pem", "acme-account.pem")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            folder.resolve("tls").resolve(one))))
                    .isEqualTo("rw-------");
        }

        int asked = authority.seen().size();
        now = now.plus(Duration.ofDays(59));
        renewal.round();
        assertThat(authority.seen()).as("nothing is due").hasSize(asked);

        now = now.plus(Duration.ofDays(2));
        renewal.round();
        assertThat(kept().orElseThrow().leaf()).isNotEqualTo(first.leaf());
        assertThat(kept().orElseThrow().key()).isNotEqualTo(first.key());
        assertThat(renewed).hasValue(2);
        assertThat(authority.accounts()).as("the same account").isOne();
    }

    @Test
    void onlyProofIsServedAndOnlyWhileItIsAskedFor() throws Exception {
        renewal.round();
        assertThat(kept()).isPresent();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String path :
                    List.of("/.well-known/acme-challenge/a-token", "/", "/../keys", "/metrics")) {
                HttpResponse<String> answer =
                        http.send(
                                HttpRequest.newBuilder(
                                                URI.create("http://127.0.0.1:" + port() + path))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isBetween(400, 404);
            }
        }
    }

    @Test
    void whereTheProofIsNotFoundNothingChangesAndTheNextTryWaits() {
        authority.looksAt(1);
        renewal.round();
        assertThat(kept()).isEmpty();
        assertThat(renewed).hasValue(0);
        int asked = authority.seen().size();
        now = now.plus(Duration.ofMinutes(14));
        renewal.round();
        assertThat(authority.seen()).as("it waits").hasSize(asked);

        authority.looksAt(port());
        now = now.plus(Duration.ofMinutes(1));
        renewal.round();
        assertThat(kept()).isPresent();
    }

    @Test
    void whatIsInUseStaysWhateverGoesWrong() {
        renewal.round();
        ServerCertificate first = kept().orElseThrow();
        now = now.plus(Duration.ofDays(70));
        authority.limit(true);
        renewal.round();
        renewal(NAMES, Optional.empty()).round(); // whom it does not trust it does not believe
        assertThat(kept()).contains(first);
        assertThat(renewed).hasValue(1);

        authority.close();
        renewal(NAMES, Optional.of(trusted())).round();
        assertThat(kept()).contains(first);
    }

    @Test
    void anotherNameIsReasonForAnotherCertificate() {
        renewal.round();
        renewal(
                        List.of("example.org", "sip.example.org", "www.example.org"),
                        Optional.of(trusted()))
                .round();
        assertThat(kept().orElseThrow().names()).contains("2:www.example.org");
    }
}
