package org.earshot.common.auth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.header.Header;
import org.earshot.common.account.Account;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;

/// What became of checking who sent a request.
public sealed interface Authentication {

    /// It is this account, by digest or over a flow that belongs to it.
    ///
    /// @param label of the password that was used: "" for the account's own, or where it came by a flow
    record Authenticated(Account account, String label) implements Authentication {
        /// By the account's own password.
        public Authenticated(Account account) {
            this(account, "");
        }
    }

    /// Answer 401 or 407 with these challenges, the strongest first; the same for known and unknown names.
    record Challenged(int status, List<Header> challenges) implements Authentication {}

    /// Answer with this status: malformed credentials (400), or not now (503, with how long to wait).
    ///
    /// @param retryAfter present where the same request may succeed later; whole seconds, 1 or more
    record Refused(int status, String reason, Optional<Duration> retryAfter)
            implements Authentication {

        /// For good: the same request never succeeds.
        static Refused of(int status, String reason) {
            return new Refused(status, reason, Optional.empty());
        }

        /// The answer, with `Retry-After` (RFC 3261 §20.33) where waiting helps.
        public SipRejection rejection() {
            return retryAfter
                    .map(pause -> new SipRejection(status, reason, retryAfterHeader(pause)))
                    .orElseGet(() -> new SipRejection(status, reason));
        }

        private static Header retryAfterHeader(Duration pause) {
            try {
                return SipMessages.headers().createRetryAfterHeader((int) pause.toSeconds());
            } catch (InvalidArgumentException e) {
                throw new IllegalArgumentException("retryAfter " + pause, e);
            }
        }
    }
}
