package org.earshot.proxy.archive.custodian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A syslog server is spoken to over TLS only, and only if it is the right one.
class SyslogOverTlsTest {
    @TempDir private Path temp;
    private SSLServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        SSLContext context = authority("one").context();
        server =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private ServerTls authority(String name) {
        InstantSource clock = InstantSource.system();
        ServerNames names =
                ServerNames.of("syslog.test", List.of(InetAddress.getLoopbackAddress()));
        CertificateAuthority authority =
                CertificateAuthority.open(
                        KeyRing.open(temp.resolve(name)),
                        names,
                        temp.resolve(name + ".pem"),
                        clock);
        return ServerTls.of(authority, names, temp.resolve(name + "-tls/server.pem"), clock);
    }

    private SSLContext trust(String name) {
        return TrustedCertificates.fromPem(temp.resolve(name + ".pem")).context();
    }

    /// What the server reads until the other side ends it.
    private CompletableFuture<String> served() {
        return CompletableFuture.supplyAsync(() -> {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                return new String(
                        socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                return "failed: " + e;
            }
        });
    }

    @Test
    void framesArriveAsTheyAre() throws Exception {
        CompletableFuture<String> served = served();
        try (CustodianLink link =
                SyslogOverTls.open("127.0.0.1", server.getLocalPort(), trust("one"))) {
            link.send("3 abc".getBytes(StandardCharsets.US_ASCII));
            link.send("2 de".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(served.join()).isEqualTo("3 abc2 de");
    }

    @Test
    @Timeout(30)
    void oneThatStopsReadingIsLeft() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Void> served =
                CompletableFuture.runAsync(() -> {
                    try (SSLSocket socket = (SSLSocket) server.accept()) {
                        socket.startHandshake();
                        done.await();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        try (CustodianLink link =
                SyslogOverTls.open(
                        "127.0.0.1", server.getLocalPort(), trust("one"), Duration.ofSeconds(2))) {
            byte[] much = new byte[1_000_000];
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    link.send(much);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
        done.countDown();
        served.handle((_, _) -> true).join();
    }

    @Test
    void whoHasNoCertificateOfTheAuthorityGetsNothing() {
        authority("other");
        CompletableFuture<String> served = served();
        assertThatThrownBy(() ->
                        SyslogOverTls.open("127.0.0.1", server.getLocalPort(), trust("other")))
                .isInstanceOf(SSLException.class);
        assertThat(served.join()).startsWith("failed");
    }

    @Test
    void whoHasOneForAnotherNameGetsNothing() {
        CompletableFuture<String> served = served();
        assertThatThrownBy(
                        () -> SyslogOverTls.open("127.0.0.2", server.getLocalPort(), trust("one")))
                .isInstanceOf(IOException.class);
        served.cancel(true);
    }
}
