package org.earshot.registrar;

import java.text.ParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Set;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.earshot.common.stack.SipMessages;

/// Option tags in Supported, Require and their like (RFC 3261 §19.2).
final class Options {
    private Options() {}

    /// All tags of one kind of header, in lower case.
    static Set<String> of(Request request, String headerName) {
        Set<String> tags = new HashSet<>();
        ListIterator<?> headers = request.getHeaders(headerName);
        while (headers.hasNext()) {
            String text = headers.next().toString();
            for (String tag : text.substring(text.indexOf(':') + 1).split(",", -1)) {
                if (!tag.isBlank()) {
                    tags.add(tag.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return tags;
    }

    /// One header for each tag: the message model takes no commas from us.
    static Header[] each(String name, Collection<String> tags) {
        return tags.stream().map(tag -> header(name, tag)).toArray(Header[]::new);
    }

    /// A header from a name and one value that we made.
    static Header header(String name, String value) {
        try {
            return SipMessages.headers().createHeader(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException(name + ": " + value, e);
        }
    }
}
