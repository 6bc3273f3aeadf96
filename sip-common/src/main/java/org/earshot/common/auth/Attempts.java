package org.earshot.common.auth;

import java.net.InetAddress;
import java.time.Duration;

/// Hears of passwords of phones that were tried. Called on the way of each request: returns at once.
public interface Attempts {
    /// Hears nothing, and stops nobody.
    Attempts NONE = new Attempts() {};

    /// One was wrong.
    ///
    /// @param account the name that was tried, whether there is one or not; as the phone wrote it
    /// @param proven whether it came from that address for sure: over a connection, or with a challenge that was sent there
    ///     lately and has proven nothing else
    default void failed(String account, InetAddress source, boolean proven) {}

    /// One was right.
    default void succeeded(String account, InetAddress source) {}

    /// Whether nobody is judged by what comes from there unproven.
    default boolean mustProve(InetAddress source) {
        return false;
    }

    /// How long nothing is taken from there, whatever the account; zero: it is.
    default Duration pause(InetAddress source) {
        return Duration.ZERO;
    }
}
