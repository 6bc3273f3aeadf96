package org.earshot.proxy.message.group;

import java.time.Instant;

/// What is to become of a group, decided by how it is while nobody else can change it. Pure: may be asked more than once,
/// and what it said last counts. Throws nothing.
///
/// @param <T> what is to be said about it
@FunctionalInterface
public interface GroupChange<T> {

    /// @param before the group as it is
    /// @param at now, to the microsecond
    Made<T> make(Group before, Instant at);

    /// What comes of it.
    ///
    /// @param group as it is to be; an equal one: nothing changes. Address and time of making can't
    /// @param <T> what is to be said about it
    record Made<T>(Group group, T outcome) {}
}
