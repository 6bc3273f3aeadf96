package org.earshot.proxy.message;

import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to a MESSAGE besides being forwarded: a limit for its size, one for its sender, and the record, which
/// is written before it is relayed. Thread-safe; waits for the record, so it is called on the request's queue.
public final class MessageRelay {
    private static final Logger log = LoggerFactory.getLogger(MessageRelay.class);

    private final MessageArchive archive;
    private final RateLimit<AccountId> rate;
    private final int maxBytes;
    private final Duration retryAfter;

    /// @param maxBytes the largest body; what the archive can't hold is too large whatever this says
    /// @param perSecond messages of one account
    /// @param burst how many of them at once
    /// @param retryAfter what a refused sender is told
    public MessageRelay(
            Archive archive,
            int maxBytes,
            int perSecond,
            int burst,
            Duration retryAfter,
            InstantSource clock) {
        this.archive = new MessageArchive(archive, clock);
        this.rate = new RateLimit<>(new TokenBucket.Limit(perSecond, burst), clock);
        this.maxBytes = Math.min(maxBytes, Content.LIMIT);
        this.retryAfter = retryAfter;
    }

    /// Checks the limits.
    ///
    /// @param sender empty for a trusted peer, which has no rate limit
    public void admit(Request message, Optional<Account> sender) throws SipRejection {
        byte[] body = message.getRawContent();
        if (body != null && body.length > maxBytes) {
            throw new SipRejection(
                    Response.REQUEST_ENTITY_TOO_LARGE, "At most " + maxBytes + " Bytes");
        }
        if (sender.isPresent() && !rate.tryTake(sender.get().id())) {
            throw new SipRejection(
                    Response.SERVICE_UNAVAILABLE, "Too Many Messages", retryAfterHeader());
        }
    }

    /// Records a message that is about to be relayed; returns when that can't be lost any more.
    public RecordedMessage record(InboundRequest message, Optional<Account> sender)
            throws SipRejection {
        try {
            return archive.received(message, sender);
        } catch (ArchiveUnavailableException e) {
            log.warn("MESSAGE {} refused for now: {}", message.callId(), e.getMessage());
            throw new SipRejection(
                    Response.SERVICE_UNAVAILABLE, "Archive Unavailable", retryAfterHeader());
        }
    }

    /// Records a message of a known sender that reaches nobody. The refusal stands, whether that succeeds or not.
    public void refused(InboundRequest message, Optional<Account> sender, SipRejection refusal) {
        try {
            archive.refused(message, sender, refusal);
        } catch (ArchiveUnavailableException e) {
            log.warn(
                    "refused MESSAGE {} is not in the archive: {}",
                    message.callId(),
                    e.getMessage());
        }
    }

    /// Records how one phone answered. Does not wait.
    public void delivered(RecordedMessage message, Delivery delivery) {
        archive.delivered(message, delivery);
    }

    private Header retryAfterHeader() {
        try {
            return SipMessages.headers()
                    .createHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
        } catch (ParseException e) {
            throw new IllegalStateException("Retry-After", e);
        }
    }
}
