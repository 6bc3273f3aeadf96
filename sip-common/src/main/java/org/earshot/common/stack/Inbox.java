package org.earshot.common.stack;

import javax.sip.message.Message;
import javax.sip.message.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes messages of what the sockets read, and hands them over. Any thread.
final class Inbox {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private final WireListener listener;

    Inbox(WireListener listener) {
        this.listener = listener;
    }

    /// A whole datagram. Keep-alives (RFC 5626 §4.4.2 and what phones send instead: empty, CRLF, NUL, STUN)
    /// are swallowed.
    void onDatagram(byte[] buffer, int length, Flow flow) {
        int at = 0;
        while (at < length && (buffer[at] == '\r' || buffer[at] == '\n')) {
            at++;
        }
        if (at < length && buffer[at] >= ' ') {
            onBytes(buffer, at, length - at, flow);
        }
    }

    /// One message.
    ///
    /// @param buffer valid only during the call
    void onBytes(byte[] buffer, int offset, int length, Flow flow) {
        try {
            Message message = SipMessages.parse(buffer, offset, length);
            if (message instanceof Request request) {
                ViaStamp.stamp(request, flow.remote());
            }
            listener.onMessage(message, flow);
        } catch (MalformedMessage e) {
            onMalformed(e, flow);
        } catch (RuntimeException e) {
            log.error("a message from {} was lost", flow.remote(), e); // the socket lives on
        }
    }

    void onMalformed(MalformedMessage broken, Flow flow) {
        log.debug("{} from {}: {}", flow.transport(), flow.remote(), broken.getMessage());
        try {
            listener.onMalformed(broken, flow);
        } catch (RuntimeException e) {
            log.error("a bad message from {} was lost", flow.remote(), e);
        }
    }

    void onPong(Flow flow) {
        listener.onPong(flow);
    }

    void onFlowClosed(Flow flow, String reason) {
        log.debug("{} to {} closed: {}", flow.transport(), flow.remote(), reason);
        try {
            listener.onFlowClosed(flow, reason);
        } catch (RuntimeException e) {
            log.error("the end of {} was not handled", flow, e);
        }
    }
}
