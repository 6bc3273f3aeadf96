package org.earshot.proxy.message;

import java.util.Optional;
import java.util.Set;
import org.earshot.common.message.Imdn;
import org.earshot.common.message.IsComposing;

/// What a MESSAGE is.
sealed interface Incoming {

    /// Something that a person wrote.
    ///
    /// @param cpim whether it came in CPIM
    record Text(Payload payload, Set<Wish> wishes, RepeatKey repeat, boolean cpim)
            implements Incoming {}

    /// What became of a message.
    ///
    /// @param about address of who wrote that message, where CPIM says so
    record Notification(Imdn imdn, Optional<String> about) implements Incoming {}

    /// Who is typing.
    record Composing(IsComposing state, Payload payload) implements Incoming {}
}
