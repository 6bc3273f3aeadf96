package org.earshot.proxy.archive.custodian;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A message as syslog sends it (RFC 5424), in a frame for TLS (RFC 5425 §4.3). Pure.
final class SyslogMessage {
    /// Facility 13 (log audit), severity 6 (informational).
    private static final int PRIORITY = 13 * 8 + 6;

    private static final int LONGEST_HOST = 255;

    private SyslogMessage() {}

    /// @param host who sends it, such as the domain
    /// @param text ASCII
    static byte[] frame(String host, Instant at, String text) {
        String name = host.replaceAll("[^!-~]", "_");
        String message =
                "<"
                        + PRIORITY
                        + ">1 "
                        + at.truncatedTo(ChronoUnit.MICROS)
                        + " "
                        + name.substring(0, Math.min(name.length(), LONGEST_HOST))
                        + " earshot - anchor - "
                        + text;
        return (message.length() + " " + message).getBytes(StandardCharsets.US_ASCII);
    }
}
