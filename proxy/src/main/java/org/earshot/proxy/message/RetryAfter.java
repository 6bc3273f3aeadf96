package org.earshot.proxy.message;

import java.text.ParseException;
import java.time.Duration;
import javax.sip.header.Header;
import org.earshot.common.stack.SipMessages;

/// The header that tells a sender to come again. Pure.
final class RetryAfter {
    private RetryAfter() {}

    static Header header(Duration after) {
        try {
            return SipMessages.headers()
                    .createHeader("Retry-After", Long.toString(after.toSeconds()));
        } catch (ParseException e) {
            throw new IllegalStateException("Retry-After", e);
        }
    }
}
