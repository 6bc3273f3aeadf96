package org.earshot.common.stack;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// What becomes of certificates that peers show who connect to us by TLS (RFC 5922 §7.3). A peer may show one that nobody trusts, as desk phones
/// show their maker's: it is let in as one that shows none, and is nobody in particular.
///
/// @param wanted whether peers are asked for one; asked at each connection
/// @param asking our own certificate, in a context that takes whatever is shown
/// @param trusted whether a chain, the peer's own certificate first, is to be believed
public record ClientCertificates(
        BooleanSupplier wanted, SSLContext asking, Predicate<List<X509Certificate>> trusted) {
    public ClientCertificates {
        Objects.requireNonNull(wanted);
        Objects.requireNonNull(asking);
        Objects.requireNonNull(trusted);
    }
}
