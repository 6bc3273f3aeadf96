package org.earshot.common.key;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's side of TLS: an `SSLContext` whose certificate is renewed while it serves. Thread-safe.
public final class ServerTls {
    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Supplier<ServerCertificate> source;
    private final SSLContext context;
    private final SSLContext asking;
    private volatile ServerCertificate current;

    private ServerTls(Supplier<ServerCertificate> source) {
        this.source = source;
        current = source.get();
        try {
            context = SSLContext.getInstance("TLS");
            // As a client, toward other domains, the server trusts what the system trusts.
            context.init(new KeyManager[] {new CurrentCertificate()}, (TrustManager[]) null, null);
            asking = SSLContext.getInstance("TLS");
            asking.init(
                    new KeyManager[] {new CurrentCertificate()},
                    new TrustManager[] {new TakesWhatIsShown()},
                    null);
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("TLS can't be used: " + e.getMessage(), e);
        }
    }

    /// With a certificate of the domain's own authority; it is kept in a file and issued anew when the names
    /// have changed, the authority has, or less than 30 days are left.
    ///
    /// @param file where key and certificate are kept (0600), such as `DATA/tls/server.pem`
    /// @throws KeyRingException if the file can't be written, or others may read it
    public static ServerTls of(
            CertificateAuthority authority, ServerNames names, Path file, InstantSource clock) {
        PrivateFiles.directory(file.toAbsolutePath().getParent());
        return new ServerTls(() -> keptOrIssued(authority, names, file, clock));
    }

    /// With the administrator's own certificate.
    ///
    /// @param chain PEM: the server's certificate first, then those between it and the root
    /// @param key PEM: its private key, PKCS#8, not encrypted, mode 0600
    /// @throws KeyRingException naming the file and what is wrong with it
    public static ServerTls ofFiles(Path chain, Path key) {
        return new ServerTls(() -> ServerCertificate.ofFiles(chain, key));
    }

    /// With a certificate that comes into a file meanwhile, such as one of a public authority ([#keep]); with another one as long as there is
    /// none there, or it is not good any more.
    ///
    /// @param file as [#of]
    /// @param otherwise renewed as this one is
    public static ServerTls ofKept(Path file, ServerTls otherwise, InstantSource clock) {
        return new ServerTls(() ->
                kept(file, clock)
                        .orElseGet(() -> {
                            otherwise.renew();
                            return otherwise.certificate();
                        }));
    }

    /// What was kept in a file, if it is good now.
    ///
    /// @throws KeyRingException if others may read the file
    public static Optional<ServerCertificate> kept(Path file, InstantSource clock) {
        Instant now = clock.instant();
        return read(file)
                .filter(one -> !now.isBefore(one.leaf().getNotBefore().toInstant()))
                .filter(one -> now.isBefore(one.leaf().getNotAfter().toInstant()));
    }

    /// Keeps a certificate and its key in a file (0600), on stable storage when it returns.
    ///
    /// @throws KeyRingException if it can't be written
    public static void keep(Path file, ServerCertificate certificate) {
        StringBuilder pem = new StringBuilder(Pem.write(certificate.key()));
        certificate.chain().forEach(one -> pem.append(Pem.write(one)));
        PrivateFiles.directory(file.toAbsolutePath().getParent());
        PrivateFiles.replace(file, pem.toString().getBytes(StandardCharsets.US_ASCII), true);
    }

    /// For the sockets that listen. One for the life of the process: renewals show in new connections.
    public SSLContext context() {
        return context;
    }

    /// The same for sockets that ask peers for a certificate: whatever they show is taken, and proves nothing by itself; whoever asks judges it. As a
    /// client it trusts nobody.
    public SSLContext asking() {
        return asking;
    }

    /// What new connections get.
    public ServerCertificate certificate() {
        return current;
    }

    /// Renews the certificate if it is due, or reads the administrator's files again; once a day is enough. If
    /// that fails the one in use stays, and the log says why.
    ///
    /// @return whether it changed
    public boolean renew() {
        try {
            ServerCertificate renewed = source.get();
            boolean changed = !renewed.leaf().equals(current.leaf());
            current = renewed;
            return changed;
        } catch (KeyRingException e) {
            log.error("the server's certificate can't be renewed: {}", e.getMessage());
            return false;
        }
    }

    private static ServerCertificate keptOrIssued(
            CertificateAuthority authority, ServerNames names, Path file, InstantSource clock) {
        Optional<ServerCertificate> kept = read(file);
        if (kept.isPresent() && isGood(kept.get(), authority, names, clock)) {
            return kept.get();
        }
        ServerCertificate issued = authority.issue(names);
        keep(file, issued);
        log.info(
                "the server's certificate was issued for {} {}, until {}",
                names.domain(),
                names.addresses().stream()
                        .filter(authority::permits)
                        .map(InetAddress::getHostAddress)
                        .toList(),
                issued.leaf().getNotAfter().toInstant());
        names.addresses().stream()
                .filter(address -> !authority.permits(address))
                .forEach(address ->
                        log.warn(
                                "the certificate does not name {}: the certificate authority was made"
                                        + " before the server had this address; phones must dial {}",
                                address.getHostAddress(),
                                names.domain()));
        return issued;
    }

    private static Optional<ServerCertificate> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] pem = PrivateFiles.read(file);
        try {
            return Optional.of(
                    new ServerCertificate(
                            Pem.certificates(afterKey(pem), file.toString()),
                            Pem.privateKey(pem, file.toString())));
        } catch (KeyRingException e) {
            return Optional.empty(); // a broken file is replaced: nothing in it can't be made again
        }
    }

    private static byte[] afterKey(byte[] pem) {
        String text = new String(pem, StandardCharsets.US_ASCII);
        int certificate = text.indexOf("-----BEGIN CERTIFICATE");
        return text.substring(Math.max(0, certificate)).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isGood(
            ServerCertificate kept,
            CertificateAuthority authority,
            ServerNames names,
            InstantSource clock) {
        X509Certificate leaf = kept.leaf();
        return kept.chain().getLast().equals(authority.certificate())
                && !clock.instant().isBefore(leaf.getNotBefore().toInstant())
                && clock.instant().plus(RENEW_BEFORE).isBefore(leaf.getNotAfter().toInstant())
                && kept.names().equals(new HashSet<>(authority.namesToSign(names)));
    }

    /// A peer that shows a certificate which nobody trusts is as one that shows none.
    private static final class TakesWhatIsShown extends X509ExtendedTrustManager {
        private static CertificateException noClient() {
            return new CertificateException("this end is no client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // judged later
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // judged later
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // judged later
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw noClient();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw noClient();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw noClient();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// Asked at each handshake.
    private final class CurrentCertificate extends X509ExtendedKeyManager {
        private static final String ALIAS = "server";

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return fits(keyType) ? new String[] {ALIAS} : new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return fits(keyType) ? ALIAS : null;
        }

        @Override
        public String chooseEngineServerAlias(
                String keyType, Principal[] issuers, SSLEngine engine) {
            return fits(keyType) ? ALIAS : null;
        }

        private boolean fits(String keyType) {
            String algorithm = current.leaf().getPublicKey().getAlgorithm();
            return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_");
        }

        /// A snapshot for both questions of one handshake is not needed: a renewal between them makes that one
        /// handshake fail, and the phone tries again.
        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return current.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return current.key();
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return null; // toward other domains the server does not authenticate by certificate yet
        }
    }
}
