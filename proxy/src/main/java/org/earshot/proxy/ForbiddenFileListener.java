package org.earshot.proxy;

import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.ClaimedFile;

/// Hears of files that somebody of ours wanted to send straight to a phone, and that the rules for files do not let pass whichever way they go. Whom they were for has not seen
/// anything of them.
@FunctionalInterface
public interface ForbiddenFileListener {
    /// Return at once.
    ///
    /// @param to as it was called; perhaps nobody
    /// @param file as the sender's phone says
    /// @param why for people
    void forbidden(Account sender, AddressOfRecord to, ClaimedFile file, String why);
}
