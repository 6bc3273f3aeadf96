package org.earshot.softphone.mdns;

/// The types of records that matter here (RFC 1035 §3.2.2, RFC 2782, RFC 3596).
final class DnsType {
    static final int A = 1;
    static final int PTR = 12;
    static final int TXT = 16;
    static final int AAAA = 28;
    static final int SRV = 33;
    static final int ANY = 255;

    private DnsType() {}
}
