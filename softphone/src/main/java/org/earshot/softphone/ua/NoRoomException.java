package org.earshot.softphone.ua;

import java.io.IOException;

/// There is no room for a file on the disk; later there may be.
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param words for the user
    public NoRoomException(String words) {
        super(words);
    }
}
