package org.earshot.server;

import java.io.IOException;
import org.earshot.common.config.ConfigException;
import org.earshot.common.db.DatabaseRefusedException;
import org.earshot.common.file.FileTrouble;
import org.earshot.common.key.KeyRingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the operator reads when the server does not start.
final class StartFailure {
    private static final Logger log = LoggerFactory.getLogger(StartFailure.class);

    private StartFailure() {}

    /// One line: what happened, why, and what to do.
    static String words(Exception failure) {
        return switch (failure) {
            case ConfigException e -> e.getMessage();
            case DatabaseRefusedException e -> e.getMessage();
            case KeyRingException e -> e.getMessage();
            case IOException e -> FileTrouble.words(e);
            default -> {
                log.error("the server did not start", failure);
                yield "a fault of ours kept the server from starting; the log above says which: "
                        + failure;
            }
        };
    }
}
