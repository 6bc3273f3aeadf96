package org.earshot.common.stack;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.earshot.common.websocket.AllowedOrigins;

/// What a [Wire] needs to know.
///
/// @param node the start of this node, as in [Flow#node()]: another one after each restart
/// @param listen where to take messages; also from where UDP is sent, so at least one UDP point is
///     needed to send by UDP
/// @param serverTls key and certificate of our own, for listen points of TLS and WSS
/// @param clientTls whom we trust when we open a TLS connection; without it none is opened
/// @param limits how much a peer may take
/// @param origins whose web pages may open a WebSocket
/// @param sources from whose addresses datagrams and connections are taken
/// @param shown what becomes of certificates that peers show by TLS; empty: nobody is asked for one
public record WireConfig(
        String node,
        List<ListenPoint> listen,
        Optional<SSLContext> serverTls,
        Optional<SSLContext> clientTls,
        WireLimits limits,
        AllowedOrigins origins,
        Predicate<InetAddress> sources,
        Optional<ClientCertificates> shown) {

    public WireConfig {
        listen = List.copyOf(listen);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(origins);
        Objects.requireNonNull(sources);
        Objects.requireNonNull(shown);
        for (ListenPoint point : listen) {
            if (point.transport().isSecure() && serverTls.isEmpty()) {
                throw new IllegalArgumentException(point.transport() + " needs a certificate");
            }
        }
    }

    /// From everywhere.
    public WireConfig(
            String node,
            List<ListenPoint> listen,
            Optional<SSLContext> serverTls,
            Optional<SSLContext> clientTls,
            WireLimits limits,
            AllowedOrigins origins) {
        this(node, listen, serverTls, clientTls, limits, origins, _ -> true);
    }

    /// Without asking for certificates.
    public WireConfig(
            String node,
            List<ListenPoint> listen,
            Optional<SSLContext> serverTls,
            Optional<SSLContext> clientTls,
            WireLimits limits,
            AllowedOrigins origins,
            Predicate<InetAddress> sources) {
        this(node, listen, serverTls, clientTls, limits, origins, sources, Optional.empty());
    }

    /// Without TLS, and with the default limits.
    public static WireConfig plain(String node, ListenPoint... listen) {
        return new WireConfig(
                node,
                List.of(listen),
                Optional.empty(),
                Optional.empty(),
                WireLimits.DEFAULT,
                AllowedOrigins.NONE);
    }
}
