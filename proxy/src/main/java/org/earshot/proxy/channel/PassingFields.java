package org.earshot.proxy.channel;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The header fields that phones and servers need in calls. What is not listed is for people, or is not known. Pure.
final class PassingFields {
    private static final Set<String> ALL =
            set(
                    // RFC 3261
                    "Accept",
                    "Accept-Encoding",
                    "Accept-Language",
                    "Allow",
                    "Authentication-Info",
                    "Authorization",
                    "Call-ID",
                    "Contact",
                    "Content-Disposition",
                    "Content-Encoding",
                    "Content-Language",
                    "Content-Length",
                    "Content-Type",
                    "CSeq",
                    "Date",
                    "Expires",
                    "From",
                    "Max-Forwards",
                    "MIME-Version",
                    "Min-Expires",
                    "Priority",
                    "Proxy-Authenticate",
                    "Proxy-Authorization",
                    "Proxy-Require",
                    "Record-Route",
                    "Require",
                    "Retry-After",
                    "Route",
                    "Supported",
                    "Timestamp",
                    "To",
                    "Unsupported",
                    "Via",
                    "Warning",
                    "WWW-Authenticate",
                    // RFC 3262: provisional answers that arrive
                    "RAck",
                    "RSeq",
                    // RFC 6665, 3903, 5839: subscriptions, publications
                    "Allow-Events",
                    "Event",
                    "SIP-ETag",
                    "SIP-If-Match",
                    "Subscription-State",
                    "Suppress-If-Match",
                    // RFC 3515, 3892, 3891, 3911, 4488, 4538, 7614: transfer
                    "Join",
                    "Refer-Events-At",
                    "Refer-Sub",
                    "Refer-To",
                    "Referred-By",
                    "Replaces",
                    "Target-Dialog",
                    // RFC 4028: session timers
                    "Min-SE",
                    "Session-Expires",
                    // RFC 3326
                    "Reason",
                    // RFC 3327, 3608, 5626, 5393: routes
                    "Flow-Timer",
                    "Max-Breadth",
                    "Path",
                    "Service-Route",
                    // RFC 3841, 6809: what a phone can, and what a caller wishes of it
                    "Accept-Contact",
                    "Feature-Caps",
                    "Reject-Contact",
                    "Request-Disposition",
                    // RFC 5373, 6086, 7989, 4412
                    "Answer-Mode",
                    "Info-Package",
                    "Priv-Answer-Mode",
                    "Recv-Info",
                    "Resource-Priority",
                    "Session-ID",
                    // RFC 3323, 3325, 8224, 3329: identity, of networks that are trusted
                    "Identity",
                    "P-Asserted-Identity",
                    "P-Called-Party-ID",
                    "P-Preferred-Identity",
                    "Privacy",
                    "Remote-Party-ID",
                    "Security-Client",
                    "Security-Server",
                    "Security-Verify",
                    // RFC 5806, 7044: whom a call was for
                    "Diversion",
                    "History-Info",
                    // the short names of those that our parser does not know (RFC 4028, 3892, 3841,
                    // 8224)
                    "x",
                    "b",
                    "a",
                    "j",
                    "d",
                    "y");

    /// Those in which there may be spaces where no words are: they are read by machines, from whole fields.
    private static final Set<String> STRUCTURED =
            set(
                    "Authentication-Info",
                    "Authorization",
                    "CSeq",
                    "Date",
                    "Proxy-Authenticate",
                    "Proxy-Authorization",
                    "RAck",
                    "Timestamp",
                    "Via",
                    "Warning",
                    "WWW-Authenticate");

    /// Without them it is no message.
    private static final Set<String> MANDATORY =
            set("Call-ID", "Content-Length", "CSeq", "From", "Max-Forwards", "To", "Via");

    /// How urgent it is, where people read that (RFC 3261 §20.26).
    static final List<String> PRIORITIES = List.of("emergency", "urgent", "normal", "non-urgent");

    private PassingFields() {}

    private static Set<String> set(String... names) {
        return setOf(List.of(names));
    }

    static Set<String> setOf(Collection<String> names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.forEach(name -> set.add(name.strip().toLowerCase(Locale.ROOT)));
        return set;
    }

    static boolean has(String name) {
        return ALL.contains(name);
    }

    static boolean isStructured(String name) {
        return STRUCTURED.contains(name);
    }

    static boolean isMandatory(String name) {
        return MANDATORY.contains(name);
    }
}
