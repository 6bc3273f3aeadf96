package org.earshot.server.monitor;

/// One thing that must work.
///
/// @param name for people and machines, such as `sip udp 127.0.0.1:5060`
/// @param trial tries it, and may wait: it is interrupted where that takes too long
public record Check(String name, Trial trial) {
    /// Tries something.
    @FunctionalInterface
    public interface Trial {
        /// @throws Exception whose message says in words what is wrong
        void run() throws Exception;
    }
}
