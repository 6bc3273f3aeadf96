package org.earshot.softphone.file;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.MsrpUri;

/// The relay of our domain (RFC 4976), as an account of ours knows it. Thread-safe.
public interface OwnRelay {
    /// What AUTH is sent to.
    MsrpUri uri();

    /// Where it is connected to.
    default InetSocketAddress address() {
        return new InetSocketAddress(uri().host(), uri().portOrDefault());
    }

    /// Does the handshake on a connection to it, and looks whether the certificate is one that our domain's server may show.
    ///
    /// @throws IOException if it is not, or there is no TLS
    SSLSocket secure(Socket socket) throws IOException;

    /// The value of `Authorization` for an AUTH to [#uri].
    ///
    /// @param challenges the values of `WWW-Authenticate`
    /// @return empty if none of them may be answered
    Optional<String> authorization(List<String> challenges);
}
