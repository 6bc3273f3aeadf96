package org.earshot.proxy.message;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.message.Imdn;
import org.earshot.common.message.IsComposing;

/// What a MESSAGE is.
sealed interface Incoming {

    /// Something that a person wrote.
    ///
    /// @param validUntil after which nobody is to get it, where its sender says so
    /// @param cpim whether it came in CPIM
    record Text(
            Payload payload,
            Optional<Instant> validUntil,
            Set<Wish> wishes,
            RepeatKey repeat,
            boolean cpim)
            implements Incoming {

        /// Whether it is for phones that are there now.
        boolean isForNow(Instant now) {
            return validUntil.isPresent() && !validUntil.get().isAfter(now.plus(Validity.AT_ONCE));
        }
    }

    /// What became of a message.
    ///
    /// @param about address of who wrote that message, where CPIM says so
    record Notification(Imdn imdn, Optional<String> about) implements Incoming {}

    /// Who is typing.
    record Composing(IsComposing state, Payload payload) implements Incoming {}
}
