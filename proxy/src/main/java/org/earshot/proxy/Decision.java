package org.earshot.proxy;

/// What a [ResponseContext] makes of a response.
sealed interface Decision {

    /// Nothing goes back yet.
    record Wait() implements Decision {}

    /// The branch's response goes back with this status: its own, but for a 503 that becomes 500.
    ///
    /// @param cancelOthers whether branches that still wait are to be cancelled
    record Forward(BranchId branch, int status, boolean cancelOthers) implements Decision {}

    /// Nothing goes back yet, and branches that still wait are to be cancelled.
    record CancelOthers() implements Decision {}
}
