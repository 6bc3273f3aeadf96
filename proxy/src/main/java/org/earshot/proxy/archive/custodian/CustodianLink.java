package org.earshot.proxy.archive.custodian;

import java.io.IOException;

/// A connection to a custodian. Confined to the thread of its [CustodianFeed], but for [#close], which comes from any
/// thread, waits for no other, and ends what they do.
public interface CustodianLink extends AutoCloseable {

    /// Makes connections.
    @FunctionalInterface
    interface Opening {
        /// @throws IOException if nobody is there, or it is not who it must be
        CustodianLink open() throws IOException;
    }

    /// Hands over a frame. That it returns does not say that it arrived.
    ///
    /// @throws IOException also if it can't be handed over for long
    void send(byte[] frame) throws IOException;

    /// @throws IOException if the other side has gone, as far as is known
    void check() throws IOException;

    @Override
    void close() throws IOException;
}
