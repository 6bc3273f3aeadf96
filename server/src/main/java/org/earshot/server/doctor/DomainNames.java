package org.earshot.server.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Asks what names stand for.
public interface DomainNames {
    /// What an SRV record (RFC 2782) names.
    ///
    /// @param target without the last dot; empty: the service is decidedly not to be had
    record Service(String target, int port) {}

    /// @return none where the name has no such record; empty where no name server answered
    Optional<List<Service>> services(String name);

    /// The service fields of a domain's NAPTR records (RFC 3263 §4.1), such as `SIPS+D2T`.
    ///
    /// @return none where the name has no such record; empty where no name server answered
    Optional<List<String>> transports(String domain);

    /// @return none where the host has none, or none are known here
    List<InetAddress> addresses(String host);
}
