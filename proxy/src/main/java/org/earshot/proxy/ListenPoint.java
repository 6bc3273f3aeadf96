package org.earshot.proxy;

import java.net.InetAddress;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;

/// Where we listen, as others are told in Record-Route.
///
/// @param host a name or a numeric address; `0.0.0.0` or `::` stand for the address that a request came to
public record ListenPoint(Transport transport, String host, int port) {

    public ListenPoint {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "listen." + transport.parameter() + " " + host + ":" + port);
        }
    }

    /// The host to tell the peer of a flow: one under which that peer has reached us.
    ///
    /// @param fallback where neither the listen point nor the flow names an address
    String hostFor(Flow flow, String fallback) {
        InetAddress local = flow.local().getAddress();
        return flow.transport() == transport && !local.isAnyLocalAddress()
                ? bracketed(local.getHostAddress())
                : hostOr(fallback);
    }

    /// The host to tell where no flow is known yet.
    String hostOr(String fallback) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]")
                ? fallback
                : bracketed(host);
    }

    private static String bracketed(String host) {
        int zone = host.indexOf('%');
        String bare = zone < 0 ? host : host.substring(0, zone);
        return bare.indexOf(':') >= 0 && !bare.startsWith("[") ? '[' + bare + ']' : bare;
    }
}
