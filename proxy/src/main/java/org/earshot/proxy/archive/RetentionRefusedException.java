package org.earshot.proxy.archive;

/// What is kept can't be changed like this; the message says why.
public final class RetentionRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RetentionRefusedException(String message) {
        super(message);
    }
}
