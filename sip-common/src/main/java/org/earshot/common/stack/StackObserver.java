package org.earshot.common.stack;

import javax.sip.message.Message;
import javax.sip.message.Request;

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

    /// The same with the request itself; not told where one is answered without a transaction.
    ///
    /// @param request as it came, but for what its handler has done to it; not to be changed
    default void settled(Request request, Flow flow, int status, long nanos) {}

    /// A request is about to be sent in a transaction of its own.
    ///
    /// @param request gets our Via while it is sent
    /// @param listener of whoever sends it
    /// @return who is told what becomes of it, in its place
    default ClientTransaction.Listener sending(
            Request request, ClientTransaction.Listener listener) {
        return listener;
    }

    /// Whoever handles a request does so within this, on this thread.
    default void handling(Request request, Runnable work) {
        work.run();
    }

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
