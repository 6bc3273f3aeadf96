package org.earshot.common.stack;

import javax.sip.message.Response;

/// Gets each 2xx to an INVITE for which there is no client transaction any more. A proxy forwards it
/// (RFC 3261 §16.7, as RFC 6026 left it: only for those that it knows); a phone drops it.
@FunctionalInterface
public interface StrayResponses {
    /// Drops them.
    StrayResponses DROPPED = (_, _) -> {};

    /// Called on a socket thread: must not wait.
    ///
    /// @param response our Via may still be on top
    void onStrayResponse(Response response, Flow flow);
}
