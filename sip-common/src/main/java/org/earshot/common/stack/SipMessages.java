package org.earshot.common.stack;

import gov.nist.core.CommonLogger;
import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Optional;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.HeaderFactory;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// SIP messages in and out of bytes, and the factories of their parts. The door to the reference
/// implementation's message model: whoever comes through here has its logger set first.
///
/// Thread-safe; a message itself belongs to one thread at a time.
public final class SipMessages {
    private static final HeaderFactory HEADERS;
    private static final AddressFactory ADDRESSES;
    private static final MessageFactory MESSAGES;

    static {
        CommonLogger.legacyLogger =
                new RiLogger(); // before any other class of the RI is initialised
        HEADERS = new HeaderFactoryImpl();
        ADDRESSES = new AddressFactoryImpl();
        MESSAGES = new MessageFactoryImpl();
    }

    private SipMessages() {}

    /// Makes headers.
    public static HeaderFactory headers() {
        return HEADERS;
    }

    /// Makes URIs and addresses.
    public static AddressFactory addresses() {
        return ADDRESSES;
    }

    /// Makes messages.
    public static MessageFactory messages() {
        return MESSAGES;
    }

    /// Reads one message, as from a datagram: octets after its Content-Length are dropped, and without
    /// that header the body is all that follows (RFC 3261 §18.3).
    ///
    /// What it returns can be processed: Via, From, To, Call-ID and CSeq are there and readable, CSeq
    /// fits the method, and all that matters to a server could be parsed. A header field that doesn't
    /// matter and can't be parsed is passed on when the message is forwarded, and otherwise invisible
    /// (RFC 3261 §16.3).
    ///
    /// @return a [Request] or a [Response]
    /// @throws MalformedMessage and nothing else, whatever the bytes
    public static Message parse(byte[] buffer, int offset, int length) throws MalformedMessage {
        return MessageReader.read(buffer, offset, length);
    }

    /// As [#parse(byte[], int, int)].
    public static Message parse(byte[] message) throws MalformedMessage {
        return parse(message, 0, message.length);
    }

    /// Writes a message as it goes over the wire: headers in UTF-8, the body's bytes as they are, and the
    /// Content-Length that they have.
    public static byte[] encode(Message message) {
        return MessageWriter.write((SIPMessage) message);
    }

    /// A deep copy, to be changed and forwarded.
    public static Request copy(Request request) {
        return (Request) request.clone();
    }

    /// A deep copy.
    public static Response copy(Response response) {
        return (Response) response.clone();
    }

    /// A parameter of a SIP URI, its name compared without regard to case, its value unescaped once
    /// (RFC 3261 §19.1.2).
    ///
    /// @return empty if absent or not a SIP URI; "" for one without a value, such as `lr`
    public static Optional<String> uriParameter(URI uri, String name) {
        return uri instanceof SipURI sip ? UriText.parameter(sip, name) : Optional.empty();
    }

    /// The user part of a SIP URI, unescaped once.
    ///
    /// @return empty if it has none or is not a SIP URI
    public static Optional<String> uriUser(URI uri) {
        return uri instanceof SipURI sip && sip.getUser() != null
                ? Optional.of(UriText.unescape(sip.getUser()))
                : Optional.empty();
    }
}
