package org.earshot.softphone.mdns;

/// Bytes that are no message of DNS.
final class MalformedDnsException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedDnsException(String message) {
        super(message, null, false, false); // may come often
    }
}
