package org.earshot.softphone.ua;

/// A file of somebody that is offered to us, or on its way. Confined to the user-agent thread.
sealed interface IncomingTransfer extends FileTransfer permits FileReceiving, StoredReceiving {

    /// Our user wants it.
    ///
    /// @throws IllegalStateException in words, if that can't be any more
    void accept();

    /// Our user does not want it.
    ///
    /// @throws IllegalStateException in words, if that can't be any more
    void reject();
}
