package org.earshot.server.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.earshot.server.config.ConsoleConfig;
import org.earshot.server.config.ListenAddress;
import org.earshot.server.config.ServerConfig;

/// Looks at the console from outside, as a browser on this machine would.
final class ConsoleFinder {
    private static final int PATIENCE_MS = 2000;

    private ConsoleFinder() {}

    /// None where nobody has set where it is: then it may be elsewhere on loopback.
    static List<ConsoleFacts> facts(ServerConfig config, InstantSource clock) {
        ConsoleConfig console = config.console();
        return console.isUnset()
                ? List.of()
                : console.addresses().stream()
                        .filter(at -> at.getPort() != 0)
                        .map(at -> facts(config, at, clock))
                        .toList();
    }

    private static ConsoleFacts facts(
            ServerConfig config, InetSocketAddress at, InstantSource clock) {
        String text = ListenAddress.text(at);
        try (Socket socket = new Socket()) {
            socket.connect(
                    at.getAddress().isAnyLocalAddress()
                            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), at.getPort())
                            : at,
                    PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            Optional<Facts.Certificate> shown = Optional.empty();
            if (ConsoleConfig.isForOthers(at)) {
                shown =
                        Optional.of(
                                Facts.Certificate.of(
                                        shownOn(socket),
                                        List.of(config.domain(), at.getAddress().getHostAddress()),
                                        FactFinder.source(config, clock),
                                        clock.instant()));
            }
            return new ConsoleFacts(text, true, shown);
        } catch (IOException | GeneralSecurityException e) {
            return new ConsoleFacts(text, false, Optional.empty());
        }
    }

    /// Looks at the certificate and goes: whether it is to be trusted is not the question, so nothing is ever said on this connection.
    private static X509Certificate shownOn(Socket socket)
            throws IOException, GeneralSecurityException {
        AtomicReference<X509Certificate> leaf = new AtomicReference<>();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Onlooker(leaf)}, null);
        try (SSLSocket tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        socket,
                                        socket.getInetAddress().getHostAddress(),
                                        socket.getPort(),
                                        false)) {
            tls.startHandshake();
        } catch (IOException e) {
            if (leaf.get() == null) {
                throw e;
            }
        }
        return leaf.get();
    }

    /// Trusts nobody.
    private static final class Onlooker implements X509TrustManager {
        private final AtomicReference<X509Certificate> leaf;

        Onlooker(AtomicReference<X509Certificate> leaf) {
            this.leaf = leaf;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("no client is trusted here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            leaf.set(chain[0]);
            throw new CertificateException("it was only looked at");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
