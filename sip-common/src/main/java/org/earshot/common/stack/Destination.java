package org.earshot.common.stack;

import java.util.Objects;
import java.util.Optional;

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
    /// @param namedBy the flow by which a peer told us this host, such as a phone in its Contact: what the name leads to
    ///     is held against [AddressPolicy], and UDP leaves from the socket that the peer knows. Empty where an
    ///     administrator or a user named the host, who may send us anywhere
    record Address(
            Transport transport,
            String host,
            int port,
            String certificateDomain,
            Optional<Flow> namedBy)
            implements Destination {
        public Address {
            Objects.requireNonNull(namedBy);
            if (host.isEmpty() || port < 1 || port > 65535) {
                throw new IllegalArgumentException(host + ":" + port);
            }
        }

        /// An address that our own side named.
        public Address(Transport transport, String host, int port, String certificateDomain) {
            this(transport, host, port, certificateDomain, Optional.empty());
        }
    }
}
