package org.earshot.common.key;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who signs the certificates that the servers of one domain show each other for SIP, though no system knows them: the domain's own
/// authority, and whatever stands in the administrator's file. Read anew each time, since both are renewed while servers run.
/// Thread-safe.
///
/// The certificate of the administrator's file itself is among them: the nodes of a domain often have the same one. It stands for itself
/// alone, since it may not sign others.
public final class DomainAuthorities implements Supplier<List<X509Certificate>> {
    private static final Logger log = LoggerFactory.getLogger(DomainAuthorities.class);

    private final KeyRing ring;
    private final Optional<Path> chain;

    /// @param chain PEM, as for [ServerTls#ofFiles]; empty where the domain's own authority signs
    public DomainAuthorities(KeyRing ring, Optional<Path> chain) {
        this.ring = ring;
        this.chain = chain;
    }

    /// Those of now; empty if there are none, or none can be read.
    @Override
    public List<X509Certificate> get() {
        List<X509Certificate> all = new ArrayList<>();
        try {
            int newest = ring.current(KeyName.CA).id().version();
            // after a rotation another node shows a certificate of the one before until it starts
            // anew
            for (int version = newest; version >= Math.max(1, newest - 1); version--) {
                KeyId id = new KeyId(KeyName.CA, version);
                ring.attachment(id)
                        .ifPresent(pem ->
                                all.addAll(Pem.certificates(pem, "the certificate of " + id)));
            }
            chain.ifPresent(file ->
                    all.addAll(
                            Pem.certificates(Pem.file(file, "certificate file"), file.toString())));
        } catch (KeyRingException e) {
            log.warn("for connections to other nodes: {}", e.getMessage());
        }
        return all;
    }
}
