package org.earshot.proxy.channel;

import java.util.List;
import java.util.regex.Pattern;
import javax.sip.message.Message;

/// Whether a body carries what a person wrote, or could: whatever is none of the [Signals] that phones send each other. Not for
/// MESSAGE. Pure.
public final class FreeText {
    /// Pieces of SIP itself, as NOTIFY of a REFER has them (RFC 3515). A whole message (`message/sip`) can be a MESSAGE.
    private static final String FRAGMENT = "message/sipfrag";

    /// The first line of one, or a header (RFC 3420): what begins otherwise is no SIP.
    private static final Pattern OF_SIP =
            Pattern.compile(
                    "SIP/2\\.0 [1-6][0-9]{2}( .*)?|[A-Z]{1,20} sips?:\\S+ SIP/2\\.0|[A-Za-z][A-Za-z0-9-]{0,60}[ \\t]*:.*|[ \\t].*");

    private FreeText() {}

    /// Whether any part is such; never throws.
    public static boolean isIn(Message message) {
        return Part.of(message).stream().anyMatch(FreeText::isText);
    }

    /// Whether there is such a part among others; never throws.
    public static boolean isBesideOthers(Message message) {
        List<Part> parts = Part.of(message);
        return parts.size() > 1 && parts.stream().anyMatch(FreeText::isText);
    }

    private static boolean isText(Part part) {
        if (part.length() == 0) {
            return false;
        }
        if (!part.isPlain() || part.type().isEmpty()) {
            return true;
        }
        return part.is(FRAGMENT) ? !isFragment(part.text()) : !Signals.isOne(part);
    }

    /// Headers at most: a body could be anything.
    private static boolean isFragment(String text) {
        return text.stripTrailing().lines().allMatch(line -> OF_SIP.matcher(line).matches());
    }
}
