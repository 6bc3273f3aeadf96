package org.earshot.softphone.ua;

import java.util.Set;
import java.util.TreeSet;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.SipRejection;

/// What RFC 3261 §8.2 checks in a request before anybody acts on it. Pure.
final class Inbox {
    private static final Set<String> SUPPORTED = Set.of("100rel", "eventlist", "replaces");
    private static final Set<String> METHODS = Set.of(Identity.ALLOW.split(", ", -1));

    private Inbox() {}

    /// Whether it belongs to a dialog.
    static boolean isInDialog(Request request) {
        return ((ToHeader) request.getHeader(ToHeader.NAME)).getTag() != null;
    }

    /// @throws SipRejection with 405 (§8.2.1), 416 (§8.2.2.1) or 420 (§8.2.2.3)
    static void check(Request request) throws SipRejection {
        String method = request.getMethod();
        if (!METHODS.contains(method)) {
            throw new SipRejection(
                    Response.METHOD_NOT_ALLOWED, "Method Not Allowed", Fields.allow());
        }
        if (method.equals(Request.ACK)) {
            return;
        }
        if (!request.getRequestURI().isSipURI()) {
            throw new SipRejection(Response.UNSUPPORTED_URI_SCHEME, "Unsupported URI Scheme");
        }
        Set<String> unknown = new TreeSet<>();
        var required = request.getHeaders("Require");
        while (required.hasNext()) {
            String line = required.next().toString();
            for (String option : line.substring(line.indexOf(':') + 1).split(",", -1)) {
                if (!option.isBlank() && !SUPPORTED.contains(option.strip())) {
                    unknown.add(option.strip());
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new SipRejection(
                    Response.BAD_EXTENSION,
                    "Bad Extension",
                    Fields.options("Unsupported", String.join(", ", unknown)));
        }
    }
}
