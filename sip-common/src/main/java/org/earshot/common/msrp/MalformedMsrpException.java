package org.earshot.common.msrp;

import java.io.Serial;

/// What came is no MSRP. Where the next frame begins is not known: the connection is to be closed.
public final class MalformedMsrpException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /// @param message for the log; holds nothing that the other side wrote
    public MalformedMsrpException(String message) {
        super(message);
    }
}
