package org.earshot.common.stack;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The name of a header field, compact forms resolved (RFC 3261 §7.3.3 and the IANA registry), equal
/// in any case. Names we know are shared objects, so that reading one makes no garbage but a lookup.
///
/// @param lower the long form in lower case
/// @param text the long form in its usual spelling, or as it came for names we don't know
/// @param isKnown whether it is one of those that we know
record HeaderName(String lower, String text, boolean isKnown) {
    private static final Map<String, HeaderName> KNOWN = new HashMap<>();

    static final HeaderName VIA = known("Via", "v");
    static final HeaderName FROM = known("From", "f");
    static final HeaderName TO = known("To", "t");
    static final HeaderName CALL_ID = known("Call-ID", "i");
    static final HeaderName CSEQ = known("CSeq", "");
    static final HeaderName MAX_FORWARDS = known("Max-Forwards", "");
    static final HeaderName CONTACT = known("Contact", "m");
    static final HeaderName CONTENT_TYPE = known("Content-Type", "c");
    static final HeaderName CONTENT_LENGTH = known("Content-Length", "l");
    static final HeaderName ROUTE = known("Route", "");
    static final HeaderName RECORD_ROUTE = known("Record-Route", "");
    static final HeaderName EXPIRES = known("Expires", "");

    static {
        known("Content-Encoding", "e");
        known("Supported", "k");
        known("Subject", "s");
        known("Event", "o");
        known("Allow-Events", "u");
        known("Refer-To", "r");
        known("Referred-By", "b");
        known("Session-Expires", "x");
        known("Reject-Contact", "j");
        known("Accept-Contact", "a");
        known("Request-Disposition", "d");
        known("Identity", "y");
        known("Allow", "");
        known("Require", "");
        known("Proxy-Require", "");
        known("Authorization", "");
        known("Proxy-Authorization", "");
        known("WWW-Authenticate", "");
        known("Proxy-Authenticate", "");
        known("User-Agent", "");
        known("Server", "");
        known("Accept", "");
    }

    /// The name that a message spells so.
    static HeaderName of(String spelled) {
        HeaderName exact = KNOWN.get(spelled);
        if (exact != null) {
            return exact;
        }
        String lower = spelled.toLowerCase(Locale.ROOT);
        HeaderName known = KNOWN.get(lower);
        return known != null ? known : new HeaderName(lower, spelled, false);
    }

    private static HeaderName known(String text, String compact) {
        HeaderName name = new HeaderName(text.toLowerCase(Locale.ROOT), text, true);
        KNOWN.put(text, name);
        KNOWN.put(name.lower, name);
        if (!compact.isEmpty()) {
            KNOWN.put(compact, name);
        }
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof HeaderName name && name.lower.equals(lower));
    }

    @Override
    public int hashCode() {
        return lower.hashCode();
    }
}
