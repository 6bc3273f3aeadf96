package org.earshot.server.admin;

/// A command that this person must not give, or a login that is not theirs.
public final class NotAllowedException extends AdminException {
    private static final long serialVersionUID = 1L;

    NotAllowedException(String message) {
        super(message);
    }
}
