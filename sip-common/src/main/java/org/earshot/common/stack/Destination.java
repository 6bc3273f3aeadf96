package org.earshot.common.stack;

/// Where a request or response is to be sent.
public sealed interface Destination {

    /// How it travels.
    Transport transport();

    /// Over a flow that exists, such as the connection that a phone behind a NAT opened.
    record Existing(Flow flow) implements Destination {
        @Override
        public Transport transport() {
            return flow.transport();
        }
    }

    /// To an address; for a connection-oriented transport over a connection that is open to it, or
    /// else a new one.
    ///
    /// @param host a name or a numeric address, IPv6 without brackets
    /// @param port 1–65535
    /// @param certificateDomain the domain that a TLS peer's certificate must name (RFC 5922 §4:
    ///     the one of the URI, not of the host that SRV gave)
    record Address(Transport transport, String host, int port, String certificateDomain)
            implements Destination {
        public Address {
            if (host.isEmpty() || port < 1 || port > 65535) {
                throw new IllegalArgumentException(host + ":" + port);
            }
        }
    }
}
