package org.earshot.common.stack;

import javax.sip.message.Message;

/// Hears what becomes of requests, to count them, and what goes over the wire. Called on the way of each request, some of it under a transaction's lock: returns at
/// once, and never throws.
public interface StackObserver {
    /// Hears nothing.
    StackObserver NONE = new StackObserver() {};

    /// A request has got its final answer, by whoever gave it. Not told of an ACK, which nobody answers.
    ///
    /// @param method as it came: anybody can invent one
    /// @param status 200–699
    /// @param nanos since it came
    default void answered(String method, int status, long nanos) {}

    /// A request that is known came again: it or its answer was lost, or the answer was late.
    default void repeated(String method) {}

    /// What came could not be read.
    default void malformed() {}

    /// A message came and could be read.
    ///
    /// @param message not to be changed, nor kept: it goes on to whom it is for
    default void received(Message message, Flow flow) {}

    /// A message goes out.
    ///
    /// @param message as on the wire; not to be changed
    default void sent(byte[] message, Flow flow) {}
}
