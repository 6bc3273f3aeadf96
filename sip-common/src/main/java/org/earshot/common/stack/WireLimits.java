package org.earshot.common.stack;

import java.time.Duration;

/// How much a peer may take from us.
///
/// @param maxHeaderBytes start line and headers of one message over a connection
/// @param maxBodyBytes body of one message over a connection
/// @param maxConnections that others opened to us, in total
/// @param maxConnectionsPerAddress that others opened to us, from one IP address; a whole office may
///     be behind one
/// @param maxQueuedBytes that wait to be written to one connection; when more would, the peer is taken
///     for dead
/// @param connectTimeout to open a connection to one address
/// @param handshakeTimeout for TLS
/// @param firstMessageTimeout from the moment a peer has connected until its first message is complete
/// @param messageTimeout from the first byte of a message until it is complete
/// @param idleTimeout without a byte in either direction
/// @param writeTimeout that the peer's TCP may refuse to take more
/// @param pongTimeout from a ping to its pong (RFC 5626 §4.4.1)
public record WireLimits(
        int maxHeaderBytes,
        int maxBodyBytes,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxQueuedBytes,
        Duration connectTimeout,
        Duration handshakeTimeout,
        Duration firstMessageTimeout,
        Duration messageTimeout,
        Duration idleTimeout,
        Duration writeTimeout,
        Duration pongTimeout) {

    /// 16 KB of headers, 1 MB of body, 20,000 connections, 2,000 from one address; an idle connection lives
    /// longer than the hour after which phones commonly register again.
    public static final WireLimits DEFAULT =
            new WireLimits(
                    16 * 1024,
                    1024 * 1024,
                    20_000,
                    2_000,
                    2 * 1024 * 1024,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(70),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10));

    public WireLimits {
        if (maxHeaderBytes < 512
                || maxBodyBytes < 0
                || maxConnections < 0
                || maxConnectionsPerAddress < 0
                || maxQueuedBytes < 1) {
            throw new IllegalArgumentException("a limit is too small");
        }
    }
}
