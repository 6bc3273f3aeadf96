package org.earshot.common.stack;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/// A message as bytes. In place of the RI's own encoding, which turns headers into the charset of the
/// body, drops fields that it didn't understand, and believes the Content-Length it is given.
final class MessageWriter {
    private static final byte[] NO_BODY = {};

    private MessageWriter() {}

    static byte[] write(SIPMessage message) {
        byte[] content = message.getRawContent();
        byte[] body = content == null ? NO_BODY : content;
        StringBuilder head = new StringBuilder(1024);
        switch (message) {
            case SIPRequest request -> request.getRequestLine().encode(head);
            case SIPResponse response -> response.getStatusLine().encode(head);
            default -> throw new IllegalArgumentException("neither request nor response");
        }
        Iterator<SIPHeader> headers = message.getHeaders();
        while (headers.hasNext()) {
            SIPHeader header = headers.next();
            switch (header) {
                case ContentLength _ -> {}
                case CSeq cseq -> // the RI would write the method in upper case
                        head.append("CSeq: ")
                                .append(cseq.getSeqNumber())
                                .append(' ')
                                .append(cseq.getMethod())
                                .append("\r\n");
                default -> encode(header, head);
            }
        }
        Iterator<String> unread = message.getUnrecognizedHeaders();
        while (unread.hasNext()) {
            head.append(unread.next()).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");

        byte[] text = head.toString().getBytes(StandardCharsets.UTF_8);
        if (body.length == 0) {
            return text;
        }
        byte[] all = new byte[text.length + body.length];
        System.arraycopy(text, 0, all, 0, text.length);
        System.arraycopy(body, 0, all, text.length, body.length);
        return all;
    }

    /// @throws IllegalArgumentException if a value would begin a header of its own, or the body: somebody put a
    ///     line end into a display name or the like
    private static void encode(SIPHeader header, StringBuilder head) {
        int start = head.length();
        header.encode(head);
        String name = header.getName();
        int last = head.length() - 1;
        for (int end = head.indexOf("\n", start); end < last; end = head.indexOf("\n", end + 1)) {
            if (end < 0 || !beginsWith(head, end + 1, name)) { // a list may take several lines
                throw new IllegalArgumentException("line end in a " + name + " header");
            }
        }
    }

    private static boolean beginsWith(StringBuilder head, int at, String name) {
        int colon = at + name.length();
        return colon < head.length()
                && head.charAt(colon) == ':'
                && head.substring(at, colon).equalsIgnoreCase(name);
    }
}
