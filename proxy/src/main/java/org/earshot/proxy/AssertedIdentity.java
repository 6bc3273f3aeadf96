package org.earshot.proxy;

import java.util.Iterator;
import java.util.List;
import javax.sip.message.Message;

/// Header fields by which an element of a trusted domain says who somebody is (RFC 3325, RFC 8224, and
/// `Remote-Party-ID` from before them, which many phones show): from anybody else they are nothing but a claim, and
/// are removed (RFC 3325 §5). Pure.
final class AssertedIdentity {
    private static final List<String> NAMES =
            List.of(
                    "P-Asserted-Identity",
                    "P-Preferred-Identity",
                    "P-Called-Party-ID",
                    "Remote-Party-ID",
                    "Identity",
                    "Identity-Info");

    private AssertedIdentity() {}

    /// Removes all of them, also those that could not be parsed, which would be passed on as they are.
    static void remove(Message message) {
        NAMES.forEach(message::removeHeader);
        Iterator<?> unread = message.getUnrecognizedHeaders();
        while (unread.hasNext()) {
            if (isAsserted(unread.next().toString())) {
                unread.remove();
            }
        }
    }

    private static boolean isAsserted(String line) {
        String name = line.substring(0, Math.max(line.indexOf(':'), 0));
        return NAMES.stream().anyMatch(each -> each.equalsIgnoreCase(name.strip()));
    }
}
