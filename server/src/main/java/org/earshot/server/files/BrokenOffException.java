package org.earshot.server.files;

import java.io.IOException;

/// The phone hung up, or nothing came or went for too long: nobody's fault here, and nothing for the log.
final class BrokenOffException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOffException(IOException cause) {
        super("the connection broke off", cause);
    }
}
