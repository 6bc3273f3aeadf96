package org.earshot.proxy.message;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Response;
import org.earshot.common.message.Imdn;
import org.earshot.common.message.IsComposing;
import org.earshot.common.stack.SipRejection;

/// What a MESSAGE is.
sealed interface Incoming {

    /// Something that a person wrote.
    ///
    /// @param validUntil after which nobody is to get it, where its sender says so
    /// @param receivedAt when it came
    /// @param cpim whether it came in CPIM
    record Text(
            Payload payload,
            Instant receivedAt,
            Optional<Instant> validUntil,
            Set<Wish> wishes,
            RepeatKey repeat,
            boolean cpim)
            implements Incoming {

        /// Whether it is for phones that are there now.
        boolean isForNow(Instant now) {
            return validUntil.isPresent() && !validUntil.get().isAfter(now.plus(Validity.AT_ONCE));
        }

        /// Whether its time was over when it came: then it is refused, unless it was taken before, as who has lost the answer
        /// sends it again.
        boolean isOver() {
            return validUntil.isPresent() && !validUntil.get().isAfter(receivedAt);
        }

        /// The answer to one that is over.
        static SipRejection over() {
            return new SipRejection(Response.BAD_REQUEST, "Expires Is Over");
        }
    }

    /// What became of a message.
    ///
    /// @param about address of who wrote that message, where CPIM says so
    record Notification(Imdn imdn, Optional<String> about) implements Incoming {}

    /// Who is typing.
    record Composing(IsComposing state, Payload payload) implements Incoming {}
}
