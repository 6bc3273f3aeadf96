package org.earshot.common.call;

import java.util.Optional;
import org.earshot.common.stack.Flow;

/// Told by the proxy what becomes of calls. Returns at once.
public interface CallListener {

    /// A side of a call.
    ///
    /// @param address its address-of-record as a URI, or what is known of a trunk; at most 512 bytes
    /// @param flow over which it is reached, where known
    record Side(String address, Optional<Flow> flow) {}

    /// It rings, or was answered. May be told again.
    void goesOn(CallKey call, CallRecord.State state, Side caller, Side callee);

    /// It was refused, given up, or hung up. May be told of a call that nobody knows.
    void ended(CallKey call);

    /// A call was hung up that began elsewhere: before this node started, or at another one, to which a phone was connected then.
    default void endedElsewhere(CallEnd end) {}

    /// A call was refreshed that began elsewhere.
    default void refreshedElsewhere(CallRefresh refresh) {}
}
