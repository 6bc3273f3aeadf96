package org.earshot.softphone.file;

/// A file on its way. Thread-safe.
public interface FileSession {
    /// Ends it, and tells the other side. The listener hears of it, unless the end came before.
    ///
    /// @param reason for our own user
    void cancel(String reason);

    /// Ends it as a broken connection would, and says nothing to the other side: it is to go on by another connection.
    ///
    /// @param reason for our own user
    void breakOff(String reason);

    /// How many bytes of the file the receiver has, as far as we know, what it had before included.
    long bytes();
}
