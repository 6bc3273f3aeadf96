package org.earshot.proxy.message;

/// Hears of texts that may name files of the server's store, so that their recipients may fetch them. Called before a text goes on its
/// way, by threads that may block.
@FunctionalInterface
public interface FileLinks {
    /// There is no such store.
    FileLinks NONE = (_, _, _) -> {};

    /// A text was taken, and is about to go into the record and on its way. May come again for the same text.
    ///
    /// @param sender the verified address
    /// @param recipient address of the account or group that it is for
    /// @param content of the text, without CPIM around it
    /// @throws org.earshot.common.db.StoreUnavailableException if the store can't note that: then the text is refused for now
    void passing(String sender, String recipient, byte[] content);
}
