package org.earshot.common.stack;

import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.message.SIPDuplicateHeaderException;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.ParserFactory;
import gov.nist.javax.sip.parser.RequestLineParser;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Set;
import javax.sip.message.Message;
import org.earshot.common.stack.RawMessage.Field;

/// Bytes to message: cuts the message itself, lets the RI parse the single header fields, and checks what
/// the RI lets pass (RFC 3261 §8.2, §16.3, §18.3; RFC 4475 shows why).
///
/// The RI's own message parser is not used: it takes negative Content-Lengths, a second CSeq, any version,
/// and answers some input with whatever exception an index past the end makes.
final class MessageReader {
    /// Fields that decide where a message goes or who sent it: if one can't be parsed, nothing may be done
    /// with the message.
    private static final Set<String> ESSENTIAL =
            Set.of(
                    "via",
                    "from",
                    "to",
                    "call-id",
                    "cseq",
                    "max-forwards",
                    "contact",
                    "route",
                    "record-route",
                    "require",
                    "proxy-require",
                    "authorization",
                    "proxy-authorization",
                    "expires",
                    "content-type");

    private MessageReader() {}

    static Message read(byte[] buffer, int offset, int length) throws MalformedMessage {
        try {
            RawMessage raw = RawMessage.scan(buffer, offset, length, true);
            SIPMessage message = startLine(raw.startLine());
            if (!raw.complete()) {
                throw new Refusal("No empty line after the headers");
            }
            FieldChecks.check(
                    raw, message instanceof SIPRequest request ? request.getMethod() : null);
            for (Field field : raw.fields()) {
                if (!field.name().equals(HeaderName.CONTENT_LENGTH)) { // ours is set by the body
                    attach(message, field);
                }
            }
            MessageChecks.check(message);
            body(message, raw, buffer);
            return (Message) message;
        } catch (RawMessage.BadLine e) {
            throw malformed(400, e.getMessage(), buffer, offset, length);
        } catch (Refusal e) {
            throw malformed(e.status, e.getMessage(), buffer, offset, length);
        } catch (RuntimeException | StackOverflowError e) {
            // the RI's: it indexes without looking, and recurses as deep as the input is long
            throw malformed(400, "Bad message", buffer, offset, length);
        }
    }

    private static MalformedMessage malformed(
            int status, String reason, byte[] buffer, int offset, int length) {
        return BadMessageAnswer.to(status, reason, buffer, offset, length);
    }

    private static SIPMessage startLine(String line) throws Refusal {
        StartLine start = StartLine.parse(line);
        try {
            return switch (start) {
                case StartLine.OfRequest(String method, String uri) -> {
                    SIPRequest request = new SIPRequest();
                    request.setRequestLine(new RequestLine(uri(uri), method));
                    yield request;
                }
                case StartLine.OfResponse(int status, String reason) -> {
                    StatusLine statusLine = new StatusLine();
                    statusLine.setStatusCode(status);
                    statusLine.setReasonPhrase(reason);
                    SIPResponse response = new SIPResponse();
                    response.setStatusLine(statusLine);
                    yield response;
                }
            };
        } catch (ParseException e) {
            throw new Refusal("Bad Request-URI");
        }
    }

    private static GenericURI uri(String uri) throws ParseException, Refusal {
        AddressSyntax.checkUri(uri);
        // by way of a whole line, since only that sees to it that nothing follows the URI; not with
        // the
        // message's own method, of which the RI would lose some characters that RFC 3261 allows
        return new RequestLineParser("OPTIONS " + uri + " SIP/2.0\n").parse().getUri();
    }

    private static void attach(SIPMessage message, Field field) throws Refusal {
        SIPHeader header;
        try {
            header = header(field);
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            if (ESSENTIAL.contains(field.name().lower())) {
                throw new Refusal("Bad " + field.name().text());
            }
            message.addUnparsed(field.toString());
            return;
        }
        try {
            message.attachHeader(header, false);
        } catch (SIPDuplicateHeaderException e) {
            throw new Refusal("Second " + field.name().text());
        }
    }

    /// @throws ParseException or any [RuntimeException] or a stack overflow
    static SIPHeader header(Field field) throws ParseException {
        if (field.name().equals(HeaderName.CSEQ)) {
            return cseq(field.value()); // the RI's knows fewer characters in a method than the RFC
        }
        return ParserFactory.createParser(field.name().text() + ": " + field.value() + "\n")
                .parse();
    }

    private static SIPHeader cseq(String value) throws ParseException {
        CommandSequence parsed = CommandSequence.parse(value);
        if (parsed == null) {
            throw new ParseException("CSeq", 0);
        }
        return new CSeq(parsed.number(), parsed.method());
    }

    private static void body(SIPMessage message, RawMessage raw, byte[] buffer) throws Refusal {
        int there = raw.end() - raw.bodyStart();
        long said = FieldChecks.contentLength(raw);
        if (said > there) {
            throw new Refusal("Body shorter than Content-Length");
        }
        int length = said < 0 ? there : (int) said;
        if (length > 0) {
            message.setMessageContent(
                    Arrays.copyOfRange(buffer, raw.bodyStart(), raw.bodyStart() + length));
        }
    }

    /// The message can't be processed; carries the status that a request would get.
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refusal(String reason) {
            this(400, reason);
        }

        Refusal(int status, String reason) {
            super(reason, null, false, false);
            this.status = status;
        }
    }
}
