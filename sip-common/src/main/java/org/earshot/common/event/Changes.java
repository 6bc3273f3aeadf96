package org.earshot.common.event;

import java.util.function.Consumer;

/// Where changes are told and heard, within this process and, where several nodes share a database, between them.
/// Thread-safe.
///
/// A change is a hint, not a record: it may be told twice, and two of one subject may be heard as one. What counts is in
/// the store, which was written before.
public interface Changes {

    /// Tells everybody, here and on other nodes. Returns at once. To be called after the commit of what changed.
    void announce(Change change);

    /// Hears of changes from now on. Called on threads of its own, which may block; changes of one subject come one
    /// after the other.
    ///
    /// @return takes the subscription back
    Runnable subscribe(Topic topic, Consumer<Change> listener);

    /// Hears that changes may have been missed: anything may be other than it was, and is to be read again. That is
    /// rare: the database was away, or more happened than could be told one by one. Called as with [#subscribe], never
    /// twice at once; never at all by an implementation that misses nothing.
    ///
    /// @return takes the subscription back
    default Runnable whenMissed(Runnable lookAtEverything) {
        return () -> {};
    }

    /// Keeps a cache true: it is told of each change before any listener, who may read through it.
    void keepTrue(Cache cache);

    /// What remembers something of a store. Told on the thread that tells of a change, so it returns at once.
    interface Cache {
        /// Forgets what a change may have made untrue.
        void forget(Change change);

        /// Forgets everything: changes may have been missed.
        void forgetEverything();
    }
}
