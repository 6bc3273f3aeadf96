package org.earshot.common.stack;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import javax.sip.address.SipURI;
import org.earshot.common.stack.MessageReader.Refusal;

/// What is checked after the RI has parsed the fields. Pure.
final class MessageChecks {
    private static final String MAGIC_COOKIE = "z9hG4bK";

    private MessageChecks() {}

    static void check(SIPMessage message) throws Refusal {
        if (message.getFrom() == null
                || message.getTo() == null
                || message.getCallId() == null
                || message.getCSeq() == null) {
            throw new Refusal("Bad header");
        }
        checkVias(message.getViaHeaders());
        if (message instanceof SIPRequest request
                && request.getRequestURI() instanceof SipURI uri
                && uri.getHeaderNames().hasNext()) {
            throw new Refusal("Headers in the Request-URI"); // RFC 3261 §19.1.1
        }
    }

    private static void checkVias(ViaList vias) throws Refusal {
        if (vias == null || vias.isEmpty()) {
            throw new Refusal("Bad Via");
        }
        Via top = (Via) vias.getFirst();
        if (top.getHost() == null || top.getTransport() == null) {
            throw new Refusal("Bad Via");
        }
        String branch = top.getBranch();
        if (branch != null && branch.equalsIgnoreCase(MAGIC_COOKIE)) {
            throw new Refusal(
                    "Bad branch"); // RFC 4475 §3.2: it promises to be unique, and can't be
        }
    }
}
