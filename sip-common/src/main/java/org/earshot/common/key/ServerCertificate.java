package org.earshot.common.key;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a server shows in a TLS handshake, and the key that proves it.
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

    /// The server's own.
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// The names of the leaf as `TAG:VALUE`, such as `2:example.org` (RFC 5280 §4.2.1.6).
    Set<String> names() {
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
