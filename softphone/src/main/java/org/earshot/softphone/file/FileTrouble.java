package org.earshot.softphone.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serial;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What ends a transfer, as against what breaks its connection.
final class FileTrouble extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private static final Logger log = LoggerFactory.getLogger(FileTrouble.class);

    /// With status 413: our disk is full, which the other phone should know from other reasons.
    static final String NO_SPACE = "no space left";

    /// The same for that it does not take it otherwise.
    static final String CANT_WRITE = "it can't be written";

    /// The same for what was not agreed upon.
    static final String TOO_LONG = "more than was offered";

    /// The same for what is in the file; why stands behind it.
    static final String NOT_ALLOWED = "not allowed: ";

    private final FileFailure.Reason reason;

    FileTrouble(FileFailure.Reason reason, String words) {
        super(words);
        this.reason = reason;
    }

    FileFailure.Reason reason() {
        return reason;
    }

    /// Closes what is of no use any more.
    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            log.warn("can't close a file: {}", e.toString());
        }
    }
}
