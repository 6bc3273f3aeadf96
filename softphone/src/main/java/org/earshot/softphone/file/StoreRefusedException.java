package org.earshot.softphone.file;

import java.io.IOException;

/// The file store does not want it, or our disk: trying again does not help, but later may.
public final class StoreRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    /// In place of a status: our own disk does not take it.
    public static final int HERE = 0;

    /// The same, for that it is full.
    public static final int NO_ROOM_HERE = -1;

    private final int status;

    /// @param status of the response (RFC 9110 §15), or [#HERE]
    /// @param words of the server, for the user
    public StoreRefusedException(int status, String words) {
        super(words);
        this.status = status;
    }

    /// As the server said it, or [#HERE], or [#NO_ROOM_HERE].
    public int status() {
        return status;
    }

    /// Whether it may be otherwise in a while.
    public boolean isPassing() {
        return switch (status) {
            case 408, 409, 429 -> true; // 409: what broke off is not quite over there
            case NO_ROOM_HERE -> true;
            case 507 -> false;
            default -> status >= 500;
        };
    }
}
