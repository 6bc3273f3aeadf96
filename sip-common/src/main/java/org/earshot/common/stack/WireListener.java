package org.earshot.common.stack;

import javax.sip.message.Message;

/// Hears what comes over the wire. Called on socket threads, several at a time, in order for one
/// connection: must hand over at once and never wait.
interface WireListener {

    /// A message that can be processed. A request's top Via carries `received` and `rport` already
    /// ([ViaStamp]).
    void onMessage(Message message, Flow flow);

    /// A message that can't. [MalformedMessage#response()] is what to send over the flow, if anything. Where
    /// it broke the framing of a connection, the wire closes that a moment later by itself.
    void onMalformed(MalformedMessage broken, Flow flow);

    /// A connection has ended, by whomever; nothing comes over it any more. Once per connection that was
    /// established.
    ///
    /// @param reason in words, for the log
    void onFlowClosed(Flow flow, String reason);

    /// The peer answered a [Wire#ping(Flow)].
    default void onPong(Flow flow) {}
}
