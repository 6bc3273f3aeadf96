package org.earshot.proxy;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import javax.sip.SipException;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.Header;
import javax.sip.message.Message;
import org.earshot.common.stack.SipMessages;

/// Header fields read and made without the checked exceptions that only foreign text deserves.
final class Headers {
    private static final List<String> OF_BODIES =
            List.of("Content-Type", "Content-Encoding", "Content-Language", "Content-Disposition");

    private Headers() {}

    /// Takes the body off, and what was said of it.
    static void removeBody(Message message) {
        message.removeContent();
        OF_BODIES.forEach(message::removeHeader);
    }

    /// Puts another body of the same type in its place.
    static void setBody(Message message, byte[] body) {
        try {
            message.setContent(body, (ContentTypeHeader) message.getHeader(ContentTypeHeader.NAME));
        } catch (ParseException e) {
            throw new IllegalArgumentException("a body", e);
        }
    }

    /// A Warning in words for people (RFC 3261 §20.43).
    ///
    /// @param words without quotes
    static Header warning(String realm, String words) {
        return of("Warning", "399 " + realm + " \"" + words + '"');
    }

    /// A header from a name and one value of ours.
    static Header of(String name, String value) {
        try {
            return SipMessages.headers().createHeader(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException(name + ": " + value, e);
        }
    }

    /// One header for each value: the message model takes no commas from us.
    static Header[] each(String name, Collection<String> values) {
        return values.stream().map(value -> of(name, value)).toArray(Header[]::new);
    }

    /// All headers of one name, topmost first.
    static List<Header> all(Message message, String name) {
        List<Header> headers = new ArrayList<>();
        ListIterator<?> each = message.getHeaders(name);
        while (each.hasNext()) {
            headers.add((Header) each.next());
        }
        return headers;
    }

    /// Option tags and the like: all headers of one name, cut at commas.
    static List<String> tokens(Message message, String name) {
        List<String> tokens = new ArrayList<>();
        for (Header header : all(message, name)) {
            for (String token : value(header).split(",", -1)) {
                if (!token.isBlank()) {
                    tokens.add(token.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return tokens;
    }

    /// What stands after the colon.
    static String value(Header header) {
        String text = header.toString();
        return text.substring(text.indexOf(':') + 1).strip();
    }

    /// Puts a header above all others of its name.
    static void addFirst(Message message, Header header) {
        try {
            message.addFirst(header);
        } catch (SipException e) {
            throw new IllegalArgumentException(header.toString(), e);
        }
    }
}
