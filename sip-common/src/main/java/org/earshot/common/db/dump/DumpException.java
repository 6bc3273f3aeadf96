package org.earshot.common.db.dump;

import java.io.IOException;

/// That is no dump, or not all of one; the message says what of it.
public final class DumpException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param message follows the file's name
    public DumpException(String message) {
        super(message);
    }

    DumpException(String message, Throwable cause) {
        super(message, cause);
    }
}
