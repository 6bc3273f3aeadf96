package org.earshot.softphone.ua;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/// What somebody began to write and has not sent, of whoever is logged in. Any thread.
public interface Drafts {

    /// This stands in the field of a conversation now. May be called at each key: what comes faster than the disk is left out, but for
    /// the last.
    ///
    /// @param conversation the other one's address, or a group's
    /// @param text at most 60,000 characters are kept; "" removes it
    void put(String conversation, String text);

    /// All of them by their conversation, in the form of a message's key.
    ///
    /// @return completed on any thread; fails with a [MessageStoreException], or an [IllegalStateException] where nobody is logged in
    CompletionStage<Map<String, String>> all();
}
