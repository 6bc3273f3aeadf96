package org.earshot.softphone.mdns;

import java.net.Inet4Address;
import java.net.InetAddress;

/// A record of a class that is always IN.
///
/// @param flush whether it stands for all of its name and type (RFC 6762 §10.2)
/// @param ttl seconds, 0 or more; 0: it is gone
record DnsRecord(DnsName name, boolean flush, long ttl, Data data) {

    /// What it says.
    sealed interface Data {
        /// As in [DnsType].
        int type();
    }

    /// There is one of that name.
    record Pointer(DnsName target) implements Data {
        @Override
        public int type() {
            return DnsType.PTR;
        }
    }

    /// Where a service is.
    record Service(int port, DnsName target) implements Data {
        @Override
        public int type() {
            return DnsType.SRV;
        }
    }

    /// More about a service: here nothing.
    record Text() implements Data {
        @Override
        public int type() {
            return DnsType.TXT;
        }
    }

    /// Where a host is.
    record Address(InetAddress address) implements Data {
        @Override
        public int type() {
            return address instanceof Inet4Address ? DnsType.A : DnsType.AAAA;
        }
    }

    /// The same, for somebody who is to forget it.
    DnsRecord gone() {
        return new DnsRecord(name, flush, 0, data);
    }
}
