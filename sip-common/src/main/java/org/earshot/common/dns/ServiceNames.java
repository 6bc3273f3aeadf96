package org.earshot.common.dns;

import java.util.List;
import java.util.Optional;

/// Asks name servers for SRV records (RFC 2782). May block for some seconds.
public interface ServiceNames {

    /// One record.
    ///
    /// @param target without the last dot; empty: the service is decidedly not to be had
    record Service(int priority, int weight, int port, String target) {}

    /// @param name such as `_sip._udp.example.org`
    /// @return none where there is no such record; empty where no name server answered
    Optional<List<Service>> services(String name);
}
