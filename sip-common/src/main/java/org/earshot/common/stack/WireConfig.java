package org.earshot.common.stack;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// What a [Wire] needs to know.
///
/// @param node the start of this node, as in [Flow#node()]: another one after each restart
/// @param listen where to take messages; also from where UDP is sent, so at least one UDP point is
///     needed to send by UDP
/// @param serverTls key and certificate of our own, for TLS listen points
/// @param clientTls whom we trust when we open a TLS connection; without it none is opened
/// @param limits how much a peer may take
public record WireConfig(
        String node,
        List<ListenPoint> listen,
        Optional<SSLContext> serverTls,
        Optional<SSLContext> clientTls,
        WireLimits limits) {

    public WireConfig {
        listen = List.copyOf(listen);
        Objects.requireNonNull(limits);
        for (ListenPoint point : listen) {
            switch (point.transport()) {
                case UDP, TCP -> {}
                case TLS -> {
                    if (serverTls.isEmpty()) {
                        throw new IllegalArgumentException("TLS needs a certificate");
                    }
                }
                case WS, WSS ->
                        throw new IllegalArgumentException(
                                point.transport() + " is not served by this wire");
            }
        }
    }

    /// Without TLS, and with the default limits.
    public static WireConfig plain(String node, ListenPoint... listen) {
        return new WireConfig(
                node, List.of(listen), Optional.empty(), Optional.empty(), WireLimits.DEFAULT);
    }
}
