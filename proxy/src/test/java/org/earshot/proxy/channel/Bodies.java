package org.earshot.proxy.channel;

import javax.sip.message.Message;
import org.earshot.common.stack.RecordedRequest;

/// Requests with bodies.
final class Bodies {
    static final String SDP = "v=0\no=- 1 1 IN IP4 192.0.2.4\ns=-\nt=0 0\nm=audio 4000 RTP/AVP 0\n";
    static final String CHAT = SDP + "m=message 2855 TCP/MSRP *\n";

    private Bodies() {}

    /// @param headers such as `Content-Type: text/plain`, lines; "" for none
    static Message with(String headers, String body) {
        return RecordedRequest.parse(
                """
                INFO sip:bob@example.org SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.4:40004;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:alice@example.org>;tag=a
                To: <sip:bob@example.org>;tag=b
                Call-ID: 1@phone
                CSeq: 1 INFO
                """
                        + (headers.isEmpty() ? "" : headers + "\n")
                        + "\n"
                        + body);
    }

    /// @param parts each with its headers
    static Message mixed(String... parts) {
        return with("Content-Type: multipart/mixed;boundary=b", multipart("b", parts));
    }

    static String multipart(String boundary, String... parts) {
        StringBuilder out = new StringBuilder();
        for (String part : parts) {
            out.append("--").append(boundary).append('\n').append(part).append('\n');
        }
        return out.append("--").append(boundary).append("--\n").toString();
    }

    static String part(String type, String body) {
        return "Content-Type: " + type + "\n\n" + body;
    }
}
