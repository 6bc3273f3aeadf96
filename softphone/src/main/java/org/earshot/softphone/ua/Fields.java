package org.earshot.softphone.ua;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ReasonHeader;
import javax.sip.header.RetryAfterHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import org.earshot.common.stack.SipMessages;

/// Header fields in and out of messages.
final class Fields {
    private Fields() {}

    /// A header from its text, which is ours: broken text is a bug.
    static Header header(String name, String value) {
        try {
            return SipMessages.headers().createHeader(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException(name + " can't be written", e);
        }
    }

    /// Allow, with all methods that we know.
    static Header allow() {
        return allow(Identity.ALLOW);
    }

    /// Allow.
    ///
    /// @param methods separated by commas
    static Header allow(String methods) {
        try {
            return SipMessages.headers().createAllowHeader(methods);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Supported or Unsupported, which `createHeader` takes with one option only.
    static Header options(String name, String options) {
        try {
            return name.equals("Supported")
                    ? SipMessages.headers().createSupportedHeader(options)
                    : SipMessages.headers().createUnsupportedHeader(options);
        } catch (ParseException e) {
            throw new IllegalArgumentException(name + " can't be written", e);
        }
    }

    /// @throws IllegalArgumentException with a sentence for the user
    static URI uri(String text) {
        try {
            return SipMessages.addresses().createURI(text);
        } catch (ParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a SIP address", e);
        }
    }

    static long cSeq(Message message) {
        return ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getSeqNumber();
    }

    static Optional<ContactHeader> contact(Message message) {
        return Optional.ofNullable((ContactHeader) message.getHeader(ContactHeader.NAME))
                .filter(c -> c.getAddress() != null);
    }

    /// Who sent it, without parameters: `sip:bob@example.org`.
    static String sender(Message message) {
        FromHeader from = (FromHeader) message.getHeader(FromHeader.NAME);
        return plain(from.getAddress().getURI());
    }

    /// The tag of From, "" for none.
    static String senderTag(Message message) {
        String tag = ((FromHeader) message.getHeader(FromHeader.NAME)).getTag();
        return tag == null ? "" : tag;
    }

    /// The tag of To, "" for none.
    static String recipientTag(Message message) {
        String tag = ((ToHeader) message.getHeader(ToHeader.NAME)).getTag();
        return tag == null ? "" : tag;
    }

    /// What stands after a header's name; empty where there is no such header.
    static Optional<String> text(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name))
                .map(Header::toString)
                .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }

    static String senderName(Message message) {
        FromHeader from = (FromHeader) message.getHeader(FromHeader.NAME);
        return Optional.ofNullable(from.getAddress().getDisplayName()).orElse("");
    }

    /// A URI without parameters and headers.
    static String plain(URI uri) {
        if (uri instanceof SipURI sip) {
            String user = sip.getUser();
            String port = sip.getPort() > 0 ? ":" + sip.getPort() : "";
            return (sip.isSecure() ? "sips:" : "sip:")
                    + (user == null ? "" : user + "@")
                    + sip.getHost()
                    + port;
        }
        return uri.toString();
    }

    static byte[] body(Message message) {
        byte[] raw = message.getRawContent();
        return raw == null ? new byte[0] : raw;
    }

    static String bodyText(Message message) {
        return new String(body(message), StandardCharsets.UTF_8);
    }

    /// Type and subtype of the body, such as `application/sdp`; "" for none.
    static String contentType(Message message) {
        return message.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader header
                ? header.getContentType() + "/" + header.getContentSubType()
                : "";
    }

    static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    /// Whether the body is of a type, such as `application/sdp`.
    static boolean hasType(Message message, String type, String subType) {
        return message.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader header
                && header.getContentType().equalsIgnoreCase(type)
                && header.getContentSubType().equalsIgnoreCase(subType);
    }

    static void setBody(Message message, String type, String subType, byte[] body) {
        try {
            message.setContent(body, SipMessages.headers().createContentTypeHeader(type, subType));
        } catch (ParseException e) {
            throw new IllegalArgumentException(type + "/" + subType, e);
        }
    }

    /// Whether `Require` or `Supported` names an option.
    static boolean lists(Message message, String headerName, String option) {
        var headers = message.getHeaders(headerName);
        while (headers.hasNext()) {
            String text = headers.next().toString();
            for (String tag : text.substring(text.indexOf(':') + 1).split(",", -1)) {
                if (tag.strip().equalsIgnoreCase(option)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// RFC 3326: `Reason: SIP;cause=200` in a CANCEL says that somebody else took the call.
    static boolean answeredElsewhere(Message cancel) {
        var headers = cancel.getHeaders(ReasonHeader.NAME);
        while (headers.hasNext()) {
            if (headers.next() instanceof ReasonHeader reason
                    && "SIP".equalsIgnoreCase(reason.getProtocol())
                    && reason.getCause() == 200) {
                return true;
            }
        }
        return false;
    }

    /// Seconds of Retry-After, 0 for none.
    static int retryAfter(Message response) {
        return response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader header
                ? Math.max(0, header.getRetryAfter())
                : 0;
    }
}
