package org.earshot.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.earshot.common.config.ConfigException;
import org.earshot.common.db.DatabaseRefusedException;
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
            // their message is a bare path
            case NoSuchFileException e -> e.getFile() + " is not there";
            case AccessDeniedException e ->
                    e.getFile() + " may not be used by this user: check its owner and mode";
            case FileSystemException e ->
                    e.getFile()
                            + " can't be used: "
                            + (e.getReason() == null
                                    ? e.getClass().getSimpleName().replace("Exception", "")
                                    : e.getReason());
            case IOException e -> String.valueOf(e.getMessage());
            default -> {
                log.error("the server did not start", failure);
                yield "a fault of ours kept the server from starting; the log above says which: "
                        + failure;
            }
        };
    }
}
