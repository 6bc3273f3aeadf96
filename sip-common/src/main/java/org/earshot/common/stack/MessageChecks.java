package org.earshot.common.stack;

import gov.nist.javax.sip.header.AddressParametersHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import javax.sip.address.Address;
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
        checkPorts(message.getContactHeaders(), "Contact");
        checkPorts(message.getRouteHeaders(), "Route");
        if (message instanceof SIPRequest request
                && request.getRequestURI() instanceof SipURI uri
                && uri.getHeaderNames().hasNext()) {
            throw new Refusal("Headers in the Request-URI"); // RFC 3261 §19.1.1
        }
    }

    /// Ports that no socket could have would surface much later, where the message is sent.
    private static void checkPorts(
            SIPHeaderList<? extends AddressParametersHeader> headers, String name) throws Refusal {
        if (headers == null) {
            return;
        }
        for (AddressParametersHeader header : headers) {
            Address address = header.getAddress();
            if (address != null
                    && address.getURI() instanceof SipURI uri
                    && uri.getPort() > 65_535) {
                throw new Refusal("Bad " + name);
            }
        }
    }

    private static void checkVias(ViaList vias) throws Refusal {
        if (vias == null || vias.isEmpty()) {
            throw new Refusal("Bad Via");
        }
        for (Via via : vias) {
            if (via.getHost() == null || via.getTransport() == null || via.getPort() > 65_535) {
                throw new Refusal("Bad Via");
            }
            String rport = via.getParameter(Via.RPORT);
            if (rport != null && !rport.isEmpty() && Tokens.number(rport, 65_535) < 0) {
                throw new Refusal("Bad Via"); // copying such a Via throws a NumberFormatException
            }
        }
        Via top = (Via) vias.getFirst();
        String branch = top.getBranch();
        if (branch != null && branch.equalsIgnoreCase(MAGIC_COOKIE)) {
            throw new Refusal(
                    "Bad branch"); // RFC 4475 §3.2: it promises to be unique, and can't be
        }
    }
}
