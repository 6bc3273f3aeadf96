package org.earshot.common.db;

/// The store can't be reached now: answer 503 with Retry-After.
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String what, Throwable cause) {
        super(what, cause);
    }
}
