package org.earshot.common.stack;

/// Messages for the tests of this package.
final class StackMessages {
    private StackMessages() {}

    /// From 192.0.2.4 by UDP, outside of any dialog.
    static RecordedRequest request(String method) {
        return RecordedRequest.of(text(method, "z9hG4bK-" + method));
    }

    static String text(String method, String branch) {
        return """
        %1$s sip:bob@example.org SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.4:5060;branch=%2$s;rport
        Max-Forwards: 70
        From: <sip:alice@example.org>;tag=a1
        To: <sip:bob@example.org>
        Call-ID: call-1
        CSeq: 7 %1$s
        Contact: <sip:alice@192.0.2.4:5060>
        """
                .formatted(method, branch);
    }
}
