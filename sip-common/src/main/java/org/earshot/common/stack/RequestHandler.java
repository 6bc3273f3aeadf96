package org.earshot.common.stack;

/// Gets each request that begins something: the transaction user of RFC 3261 §17, server side.
@FunctionalInterface
public interface RequestHandler {

    /// Called on the request's own [InboundRequest#queue()], never on a socket thread. A CANCEL that
    /// matches does not come here (see [InboundRequest#onCancel]); an ACK to a 2xx does, as a request
    /// that nobody may answer.
    ///
    /// @throws SipRejection to answer with its status
    void handle(InboundRequest request) throws SipRejection;
}
