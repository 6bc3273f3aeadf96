package org.earshot.proxy;

import java.util.ArrayList;
import java.util.List;
import org.earshot.common.stack.RecordedRequest;

/// Requests in the dialog of a call from alice to bob, as text.
final class DialogText {
    private DialogText() {}

    /// @param byCaller whether alice sends it, else bob
    /// @param routes without brackets, topmost first
    static String of(String method, boolean byCaller, String requestUri, List<String> routes) {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + requestUri + " SIP/2.0");
        lines.add("Via: SIP/2.0/TLS 192.0.2.4:40004;branch=z9hG4bKdialog" + method);
        lines.add("Max-Forwards: 70");
        String alice = "<sip:alice@example.org>;tag=a";
        String bob = "<sip:bob@example.org>;tag=" + RecordedRequest.TO_TAG;
        lines.add("From: " + (byCaller ? alice : bob));
        lines.add("To: " + (byCaller ? bob : alice));
        lines.add("Call-ID: 1@phone");
        lines.add("CSeq: 2 " + method);
        routes.forEach(route -> lines.add("Route: <" + route + ">"));
        return String.join("\n", lines) + "\n";
    }
}
