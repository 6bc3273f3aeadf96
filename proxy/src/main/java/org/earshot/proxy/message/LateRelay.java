package org.earshot.proxy.message;

import org.earshot.proxy.archive.ArchiveEvent;

/// Relays a text while the record can't be written, where policy lets it: what is to be recorded of it is kept on this
/// node's disk first, and written when that can be. Without queues: to phones that are there, and to no groups.
@FunctionalInterface
public interface LateRelay {
    /// Where policy does not let it.
    LateRelay NEVER = (_, _) -> false;

    /// Sees to the answer as well. On the queue of the request.
    ///
    /// @param event what the record gets
    /// @param payload what phones get
    /// @return false if that can't be: then nothing was done
    boolean relay(ArchiveEvent.MessageReceived event, Payload payload);
}
