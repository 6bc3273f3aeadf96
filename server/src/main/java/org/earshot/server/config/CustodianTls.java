package org.earshot.server.config;

import javax.net.ssl.SSLContext;
import org.earshot.common.key.ServerCertificate;
import org.earshot.common.key.TrustedCertificates;

/// Whom a custodian may be, and what it is shown.
public final class CustodianTls {
    private CustodianTls() {}

    /// Reads the files anew: certificates are renewed.
    ///
    /// @throws org.earshot.common.key.KeyRingException if they can't be read
    public static SSLContext of(ServerConfig.Archive archive) {
        return archive.syslogCa()
                .map(TrustedCertificates::fromPem)
                .orElseGet(TrustedCertificates::ofSystem)
                .context(
                        archive.syslogCertificate()
                                .map(chain ->
                                        ServerCertificate.ofFiles(
                                                chain, archive.syslogKey().orElseThrow())));
    }
}
