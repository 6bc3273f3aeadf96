package org.earshot.common.stack;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.RawMessage.Field;

/// Makes the answer to a request that can't be processed from what of it can be read (RFC 3261 §8.2.6,
/// RFC 4475 §3.1.2). Pure.
final class BadMessageAnswer {
    private static final List<HeaderName> COPIED =
            List.of(HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);

    private BadMessageAnswer() {}

    static MalformedMessage to(int status, String reason, byte[] buffer, int offset, int length) {
        RawMessage raw;
        try {
            raw = RawMessage.scan(buffer, offset, length, false);
        } catch (RawMessage.BadLine e) {
            return new MalformedMessage(status, reason, "", Optional.empty());
        }
        String method = StartLine.methodOf(raw.startLine());
        boolean answered = !method.isEmpty() && !method.equals(Request.ACK);
        return new MalformedMessage(
                status, reason, method, answered ? answer(status, reason, raw) : Optional.empty());
    }

    private static Optional<Response> answer(int status, String reason, RawMessage raw) {
        try {
            SIPResponse response = new SIPResponse();
            StatusLine line = new StatusLine();
            line.setStatusCode(status);
            line.setReasonPhrase(reason);
            response.setStatusLine(line);
            for (Field field : raw.fields()) {
                if (field.name().equals(HeaderName.VIA)) {
                    response.attachHeader(MessageReader.header(field), false);
                } else if (COPIED.contains(field.name())) {
                    copy(field, response);
                }
            }
            ViaList vias = response.getViaHeaders();
            boolean routable =
                    vias != null && !vias.isEmpty() && ((Via) vias.getFirst()).getHost() != null;
            return routable ? Optional.of(response) : Optional.empty();
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            return Optional.empty(); // no Via to be believed
        }
    }

    private static void copy(Field field, SIPResponse response) {
        try {
            SIPHeader header = MessageReader.header(field);
            if (response.getHeader(field.name().text()) == null) {
                response.attachHeader(header, false);
            }
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            response.addUnparsed(field.toString());
        }
    }
}
