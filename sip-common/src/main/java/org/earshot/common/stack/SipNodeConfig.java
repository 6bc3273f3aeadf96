package org.earshot.common.stack;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.earshot.common.websocket.AllowedOrigins;

/// What a [SipNode] is made of.
///
/// @param node name of the node, such as `edge1`; each start adds its own mark to it ([Flow#node()]). No `|`
/// @param listen where to take messages, numeric addresses, port 0 for any free one; a phone gives
///     `127.0.0.1:0` or `0.0.0.0:0` for UDP if it sends by UDP, and nothing for TCP and TLS
/// @param serverTls key and certificate, needed by listen points of TLS and WSS
/// @param clientTls whom we trust when we open TLS connections; without it none is opened
/// @param wireLimits how much one peer may take
/// @param stackLimits how much all may take
/// @param timers T1, T2 and T4
/// @param origins whose web pages may open a WebSocket
/// @param sources from whose addresses anything is taken at all; what comes from others is dropped unread
/// @param serverName for the Server header of our own responses, such as `Earshot/0.1`; "" for none
/// @param observer hears what becomes of requests
/// @param shown what becomes of certificates that peers show; empty: nobody is asked for one
public record SipNodeConfig(
        String node,
        List<ListenPoint> listen,
        Optional<SSLContext> serverTls,
        Optional<SSLContext> clientTls,
        WireLimits wireLimits,
        StackLimits stackLimits,
        TransactionConfig timers,
        AllowedOrigins origins,
        Predicate<InetAddress> sources,
        String serverName,
        StackObserver observer,
        Optional<ClientCertificates> shown) {

    public SipNodeConfig {
        listen = List.copyOf(listen);
        Objects.requireNonNull(serverTls);
        Objects.requireNonNull(clientTls);
        Objects.requireNonNull(wireLimits);
        Objects.requireNonNull(stackLimits);
        Objects.requireNonNull(timers);
        Objects.requireNonNull(origins);
        Objects.requireNonNull(sources);
        Objects.requireNonNull(serverName);
        Objects.requireNonNull(observer);
        Objects.requireNonNull(shown);
        if (node.isEmpty() || node.indexOf('|') >= 0) {
            throw new IllegalArgumentException("node \"" + node + "\"");
        }
    }

    /// Without TLS, and with all defaults.
    public static SipNodeConfig plain(String node, ListenPoint... listen) {
        return new SipNodeConfig(
                node,
                List.of(listen),
                Optional.empty(),
                Optional.empty(),
                WireLimits.DEFAULT,
                StackLimits.DEFAULT,
                TransactionConfig.DEFAULT,
                AllowedOrigins.NONE,
                _ -> true,
                "",
                StackObserver.NONE,
                Optional.empty());
    }

    /// The same with other listen points.
    public SipNodeConfig withListen(ListenPoint... points) {
        return new SipNodeConfig(
                node,
                List.of(points),
                serverTls,
                clientTls,
                wireLimits,
                stackLimits,
                timers,
                origins,
                sources,
                serverName,
                observer,
                shown);
    }

    /// The same with TLS.
    public SipNodeConfig withTls(Optional<SSLContext> server, Optional<SSLContext> client) {
        return new SipNodeConfig(
                node,
                listen,
                server,
                client,
                wireLimits,
                stackLimits,
                timers,
                origins,
                sources,
                serverName,
                observer,
                shown);
    }

    /// The same with a Server header.
    public SipNodeConfig withServerName(String name) {
        return new SipNodeConfig(
                node,
                listen,
                serverTls,
                clientTls,
                wireLimits,
                stackLimits,
                timers,
                origins,
                sources,
                name,
                observer,
                shown);
    }

    /// The same with other limits.
    public SipNodeConfig withLimits(WireLimits wire, StackLimits stack) {
        return new SipNodeConfig(
                node,
                listen,
                serverTls,
                clientTls,
                wire,
                stack,
                timers,
                origins,
                sources,
                serverName,
                observer,
                shown);
    }

    /// The same with other transaction timers.
    public SipNodeConfig withTimers(TransactionConfig other) {
        return new SipNodeConfig(
                node,
                listen,
                serverTls,
                clientTls,
                wireLimits,
                stackLimits,
                other,
                origins,
                sources,
                serverName,
                observer,
                shown);
    }

    /// The same for other web pages.
    public SipNodeConfig withOrigins(AllowedOrigins others) {
        return new SipNodeConfig(
                node,
                listen,
                serverTls,
                clientTls,
                wireLimits,
                stackLimits,
                timers,
                others,
                sources,
                serverName,
                observer,
                shown);
    }

    /// The same for messages from some addresses alone.
    public SipNodeConfig withSources(Predicate<InetAddress> some) {
        return new SipNodeConfig(
                node,
                listen,
                serverTls,
                clientTls,
                wireLimits,
                stackLimits,
                timers,
                origins,
                some,
                serverName,
                observer,
                shown);
    }

    /// The same with somebody who hears what becomes of requests.
    public SipNodeConfig withObserver(StackObserver other) {
        return new SipNodeConfig(
                node,
                listen,
                serverTls,
                clientTls,
                wireLimits,
                stackLimits,
                timers,
                origins,
                sources,
                serverName,
                other,
                shown);
    }

    /// The same that asks peers for certificates.
    public SipNodeConfig withShown(ClientCertificates certificates) {
        return new SipNodeConfig(
                node,
                listen,
                serverTls,
                clientTls,
                wireLimits,
                stackLimits,
                timers,
                origins,
                sources,
                serverName,
                observer,
                Optional.of(certificates));
    }
}
