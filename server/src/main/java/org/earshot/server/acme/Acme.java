package org.earshot.server.acme;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.server.config.AcmeConfig;
import org.earshot.server.config.ServerConfig;

/// What a server needs for it: what it answers to the authority, and what it does again and again.
///
/// @param proofs to be served at `tls.acme.listen`
/// @param renewal a round every minute is enough
public record Acme(Proofs proofs, AcmeRenewal renewal) {

    /// Where the certificate is kept.
    public static Path file(ServerConfig config) {
        return config.data().resolve("tls").resolve("acme.pem");
    }

    /// @param renewed told of another certificate
    /// @throws org.earshot.common.key.KeyRingException if `tls.acme.trusted` can't be read
    public static Acme of(ServerConfig config, Runnable renewed, InstantSource clock) {
        AcmeConfig acme = config.tls().acme();
        Proofs proofs = new Proofs();
        Optional<SSLContext> trusted =
                acme.trusted().map(file -> TrustedCertificates.fromPem(file).context());
        return new Acme(
                proofs,
                new AcmeRenewal(
                        new AcmeClient(
                                URI.create(acme.directory()),
                                trusted,
                                acme.email(),
                                config.data().resolve("tls").resolve("acme-account.pem"),
                                proofs),
                        acme.allNames(config.domain()),
                        file(config),
                        renewed,
                        clock));
    }
}
