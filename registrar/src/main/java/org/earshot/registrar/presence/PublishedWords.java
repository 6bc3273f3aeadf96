package org.earshot.registrar.presence;

import java.util.List;
import org.earshot.common.account.Account;
import org.earshot.common.stack.InboundRequest;

/// Gets to know of words that somebody is about to publish, before anybody sees them. Called on the request's queue, where
/// it may wait.
@FunctionalInterface
public interface PublishedWords {
    /// Nobody does.
    PublishedWords NOT_RECORDED = (_, _, _) -> {};

    /// @param publish the request, of that account
    /// @param words all that its document says; at least one
    /// @throws org.earshot.common.db.StoreUnavailableException if they can't be recorded: then they are not published
    void publishing(InboundRequest publish, Account account, List<String> words);
}
