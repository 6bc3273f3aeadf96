package org.earshot.common.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// What a server, or a client, shows in a TLS handshake, and the key that proves it.
///
/// @param chain the server's own certificate first
/// @param key of the first
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    public ServerCertificate {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || !Pem.belongTogether(key, chain.getFirst())) {
            throw new KeyRingException("the private key does not belong to the certificate");
        }
    }

    /// The administrator's own.
    ///
    /// @param chain PEM: the server's certificate first, then those between it and the root
    /// @param key PEM: its private key, PKCS#8, not encrypted, mode 0600
    /// @throws KeyRingException naming the file and what is wrong with it
    public static ServerCertificate ofFiles(Path chain, Path key) {
        return new ServerCertificate(
                Pem.certificates(Pem.file(chain, "certificate file"), chain.toString()),
                Pem.privateKey(readKey(key), key.toString()));
    }

    private static byte[] readKey(Path key) {
        if (!Files.exists(key)) {
            throw new KeyRingException("there is no key file " + key);
        }
        return PrivateFiles.read(key);
    }

    /// For a client that shows it.
    KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        char[] password = new char[0]; // it never leaves the memory
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("own", key, password, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    /// The server's own.
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// The names of the leaf as `TAG:VALUE`, such as `2:example.org` (RFC 5280 §4.2.1.6).
    public Set<String> names() {
        try {
            Collection<List<?>> names = leaf().getSubjectAlternativeNames();
            return (names == null ? List.<List<?>>of() : names)
                    .stream()
                            .map(name -> name.getFirst() + ":" + name.get(1))
                            .collect(Collectors.toSet());
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    @Override
    public String toString() {
        return "ServerCertificate[" + leaf().getSubjectX500Principal() + "]";
    }
}
