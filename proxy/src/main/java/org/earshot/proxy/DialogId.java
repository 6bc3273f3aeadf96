package org.earshot.proxy;

import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;

/// Call-ID and tags of a message (RFC 3261 §12): of a dialog once both tags are there.
///
/// @param fromTag "" for none
/// @param toTag "" for none
record DialogId(String callId, String fromTag, String toTag) {

    static DialogId of(Message message) {
        CallIdHeader callId = (CallIdHeader) message.getHeader(CallIdHeader.NAME);
        FromHeader from = (FromHeader) message.getHeader(FromHeader.NAME);
        ToHeader to = (ToHeader) message.getHeader(ToHeader.NAME);
        return new DialogId(
                callId == null ? "" : callId.getCallId(),
                from == null || from.getTag() == null ? "" : from.getTag(),
                to == null || to.getTag() == null ? "" : to.getTag());
    }

    /// Whether it is inside a dialog.
    boolean hasToTag() {
        return !toTag.isEmpty();
    }

    /// The same dialog as the other side names it.
    DialogId reversed() {
        return new DialogId(callId, toTag, fromTag);
    }
}
